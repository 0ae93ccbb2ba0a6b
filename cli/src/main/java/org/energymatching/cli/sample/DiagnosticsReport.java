package org.energymatching.cli.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.OutputFile;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.SamplingResult;
import org.energymatching.sampling.diagnostics.Diagnostics;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The convergence diagnostics of the chains of {@code em sample}: as a table, a file beside the samples, and a figure.
 *
 * @param run the run of the chains
 * @param course the result of sampling
 * @param samples the file of the samples
 */
record DiagnosticsReport(TrainedRun run, SamplingResult course, Path samples) {

    private static final double REFUSING = 0.2;
    private static final double TIMID = 0.97;
    private static final double FEW_SWAPS = 0.1;
    private static final double REMEMBERING = 1.1;

    /** The file of all numbers. */
    Path numbers() {
        return numbers(samples);
    }

    /** The file of all numbers beside a file of samples. */
    static Path numbers(Path samples) {
        return beside(samples, ".diagnostics.json");
    }

    /** The file of the energy over time. */
    Path picture() {
        return picture(samples);
    }

    /** The file of the energy beside a file of samples. */
    static Path picture(Path samples) {
        return beside(samples, ".energy.png");
    }

    private static Path beside(Path samples, String ending) {
        String name = samples.getFileName().toString();
        return samples.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    }

    void write() {
        String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json());
        OutputFile.write(numbers(), json + "\n");
        chart().save(picture());
    }

    /** The kernel, the time and the reason at which its chains ended, and their diagnostics, in standardised units. */
    private Map<String, Object> json() {
        List<Double> times = course.trajectory().times();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kernel", run.config().sampling().kernel().name());
        json.put("time", times.get(times.size() - 1));
        json.put("ending", course.ending().name().toLowerCase(Locale.ROOT));
        json.put("diagnostics", course.diagnostics());
        return json;
    }

    private Plot chart() {
        Diagnostics.Trace trace = course.diagnostics().trace();
        double[] times = array(trace.times());
        double[] low = array(trace.means());
        double[] high = low.clone();
        for (int i = 0; i < low.length; i++) {
            low[i] -= 2 * trace.errors().get(i);
            high[i] += 2 * trace.errors().get(i);
        }
        Plot plot = Plot.titled("Mean energy of " + course.diagnostics().chains() + " chains")
                .x("t")
                .y("energy")
                .band(times, low, high, "± 2 standard errors")
                .line(times, array(trace.means()), "mean");
        return course.diagnostics().looks() == 0
                ? plot
                : plot.verticalLine(course.diagnostics().equilibrium(), "looks count from here");
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    String text() {
        Diagnostics diagnostics = course.diagnostics();
        StringBuilder text = new StringBuilder(Numbers.format(
                "%,d chains by %s, in standardised units; %d looks at constant temperature, from t = %.2f on%n",
                diagnostics.chains(),
                run.config().sampling().kernel().name(),
                diagnostics.looks(),
                diagnostics.equilibrium()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "mean", "deviation", "R-hat", "effective samples"));
        for (Diagnostics.Quantity quantity : diagnostics.quantities()) {
            rows.add(List.of(
                    name(quantity.coordinate()),
                    number("%.4f", quantity.mean()),
                    number("%.4f", quantity.deviation()),
                    number("%.3f", quantity.rHat()),
                    number("%,.0f", quantity.effectiveSamples())));
        }
        text.append(TextTable.of(rows));
        acceptance(text);
        if (!diagnostics.swaps().isEmpty()) {
            text.append(Numbers.format(
                    "%-16s %s%n",
                    "exchanges",
                    diagnostics.swaps().stream()
                            .map(rate -> Numbers.format("%.2f", rate))
                            .collect(Collectors.joining("  "))));
        }
        advice().forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString().stripTrailing();
    }

    private void acceptance(StringBuilder text) {
        Double acceptance = course.diagnostics().acceptance();
        if (acceptance != null) {
            double[] each = course.diagnostics().each().stream()
                    .map(Diagnostics.Chain::acceptance)
                    .filter(a -> a != null)
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            text.append(Numbers.format(
                    "%-16s %12.3f   in chains from %.3f to %.3f%n",
                    "acceptance", acceptance, each[0], each[each.length - 1]));
        }
    }

    /** The advice that follows from the numbers. */
    private List<String> advice() {
        Diagnostics diagnostics = course.diagnostics();
        List<String> lines = new ArrayList<>();
        Double acceptance = diagnostics.acceptance();
        if (acceptance != null && acceptance < REFUSING) {
            lines.add("Most proposals are refused: take a shorter --step, or let chains learn it by warmupSteps.");
        }
        if (acceptance != null && acceptance > TIMID) {
            lines.add("Nearly all proposals are accepted: a longer --step costs nothing, or let chains learn it by"
                    + " warmupSteps.");
        }
        if (diagnostics.swaps().stream().anyMatch(rate -> rate < FEW_SWAPS)) {
            lines.add("Some temperatures hardly exchange: take more levels, or a lower hottest.");
        }
        if (diagnostics.quantities().stream().anyMatch(q -> q.rHat() != null && q.rHat() > REMEMBERING)) {
            lines.add("Where R-hat is above " + REMEMBERING + ", chains still remember where they came from.");
        }
        if (diagnostics.looks() < Diagnostics.FEWEST_LOOKS) {
            lines.add("Too few looks at constant temperature to tell how chains mix: sample for longer.");
        }
        return lines;
    }

    private String name(@Nullable Integer coordinate) {
        if (coordinate == null) {
            return "energy";
        }
        return run.ofPictures() ? "number " + (coordinate + 1) : run.columns().get(coordinate);
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "–" : Numbers.format(format, value);
    }
}
