package org.energymatching.cli.report;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.training.MetricsFile;
import tools.jackson.databind.JsonNode;

/** The metrics of a run, from its file: columns of numbers over steps. */
record Metrics(List<JsonNode> lines) {

    static Metrics read(Path file) {
        return new Metrics(MetricsFile.read(file).lines().stream()
                .map(MetricsFile.Line::values)
                .toList());
    }

    /** The steps at which a number was recorded, and its values. */
    Series series(String name) {
        List<JsonNode> having =
                lines.stream().filter(line -> line.path(name).isNumber()).toList();
        return new Series(
                having.stream()
                        .mapToDouble(line -> line.path("step").asDouble())
                        .toArray(),
                having.stream().mapToDouble(line -> line.path(name).asDouble()).toArray());
    }

    /** A number over steps. */
    record Series(double[] steps, double[] values) {
        boolean isEmpty() {
            return steps.length == 0;
        }
    }
}
