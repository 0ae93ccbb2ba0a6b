package org.energymatching.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.energymatching.error.DataException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metrics of a run, read back: columns of numbers over steps. */
record Metrics(List<JsonNode> lines) {

    static Metrics read(Path file) {
        if (!Files.exists(file)) {
            return new Metrics(List.of());
        }
        List<JsonNode> lines = new ArrayList<>();
        try {
            // A last line without its end is still being written, or its writer was killed.
            String text = Files.readString(file, StandardCharsets.UTF_8);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                lines.add(JsonMapper.shared().readTree(line));
            }
        } catch (IOException | JacksonException unreadable) {
            throw new DataException(
                    file + " cannot be read after line " + lines.size() + ".",
                    "It holds one JSON object a line, as training wrote it.",
                    "Delete the damaged lines, or train again; the checkpoints do not depend on it.",
                    unreadable);
        }
        return new Metrics(lines);
    }

    /** The steps at which a number was recorded, and the number. */
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
