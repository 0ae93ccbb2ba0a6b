package org.energymatching.cli.restore;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.inverse.Observation;
import org.energymatching.metric.IntervalCoverage;
import org.energymatching.metric.PeakSignalToNoise;
import org.energymatching.metric.PointErrors;
import org.energymatching.metric.RankedProbability;
import org.energymatching.metric.StructuralSimilarity;
import org.energymatching.sampling.posterior.EnsembleSummary;
import org.energymatching.sampling.posterior.Posterior;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Scores of restored rows: of images over all pixels, of rows of a table over the values that were not measured themselves, in
 * the units of the data.
 *
 * @param measures the names of a method's measures; none where the truth is not known
 * @param methods the posterior's mean and samples, and the baselines: each with its name and its measures
 * @param misfit the distance of samples from the measurement, in deviations of the noise: 1 is explained by the noise
 * @param misfitOfTruth the same for the truth
 * @param coverage the share of true values within the intervals of the samples, over values that were not measured themselves
 * @param coverageOfUncertain the same for pixels with an interval wider than a tenth of all shades: where samples agree, as on
 *     a black background, an interval always contains the truth; null for rows of a table
 * @param verdict the comparison of the samples' mean with the best baseline, row by row; null where the truth is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Scores(
        @JsonIgnore List<String> measures,
        List<Map<String, Object>> methods,
        double misfit,
        @Nullable Double misfitOfTruth,
        @Nullable IntervalCoverage coverage,
        @Nullable IntervalCoverage coverageOfUncertain,
        @Nullable Verdict verdict) {

    private static final String METHOD = "method";
    private static final double LEVEL = 0.9;

    /** A tenth of the range from black to white. */
    private static final double WIDE = 0.2;

    /** Smaller images have no window for structural similarity. */
    private static final int WINDOW = 11;

    private static final long SEED = 1;

    static Scores of(
            TrainedRun run, Measurements measurements, Posterior posterior, Samples draws, EnsembleSummary summary) {
        Observation observation = measurements.observation();
        int perRow = posterior.perRow();
        double misfit = observation.misfit(posterior.draws().values(), perRow);
        if (measurements.truth() == null) {
            return new Scores(List.of(), List.of(), misfit, null, null, null, null);
        }
        Samples truth = run.inDataUnits(measurements.truth());
        int[] unmeasured = observation.unmeasured();
        Map<String, Samples> rivals = Baselines.of(run, measurements);
        Map<String, Samples> guesses = new LinkedHashMap<>();
        guesses.put("mean of samples", summary.mean());
        guesses.put("a single sample", Measurements.inDataUnits(run, posterior.sample(0)));
        guesses.putAll(rivals);
        List<String> measures = List.of();
        List<Map<String, Object>> methods = new ArrayList<>();
        Verdict verdict = null;
        if (run.ofPictures()) {
            boolean large = truth.shape().at(2) >= WINDOW && truth.shape().at(3) >= WINDOW;
            measures = large ? List.of("PSNR", "SSIM") : List.of("PSNR");
            for (Map.Entry<String, Samples> guess : guesses.entrySet()) {
                double noise = mean(PeakSignalToNoise.perRow(truth, guess.getValue()));
                double structure = large ? mean(StructuralSimilarity.perRow(truth, guess.getValue())) : Double.NaN;
                methods.add(method(guess.getKey(), measures, noise, structure));
            }
            verdict =
                    verdict("PSNR in dB", summary.mean(), rivals, rows -> PeakSignalToNoise.perRow(truth, rows), true);
        } else if (unmeasured.length > 0) {
            measures = List.of("CRPS", "MAE", "RMSE", "error of peak");
            methods.add(ensemble("samples", measures, truth, draws, summary, unmeasured));
            Samples normal = Baselines.normal(run, measurements, perRow, SEED);
            if (normal != null) {
                EnsembleSummary ofNormal = EnsembleSummary.of(normal, perRow);
                methods.add(ensemble("if rows were normal", measures, truth, normal, ofNormal, unmeasured));
                rivals.put("the mean if rows were normal", ofNormal.mean());
            }
            for (Map.Entry<String, Samples> guess : guesses.entrySet()) {
                PointErrors off = errors(unmeasured, truth, guess.getValue());
                double peak = peakError(truth, guess.getValue());
                // Without samples, the ranked probability score is the absolute error.
                double absolute = off.meanAbsolute();
                methods.add(method(guess.getKey(), measures, absolute, absolute, off.rootMeanSquare(), peak));
            }
            verdict = verdict("mean absolute error", summary.mean(), rivals, rows -> absolute(truth, rows), false);
        }
        int[] uncertain = Arrays.stream(unmeasured)
                .filter(at -> summary.high().values()[at] - summary.low().values()[at] > WIDE)
                .toArray();
        return new Scores(
                measures,
                methods,
                misfit,
                observation.misfit(measurements.truth().values(), 1),
                coverage(unmeasured, draws, truth, perRow),
                run.ofPictures() ? coverage(uncertain, draws, truth, perRow) : null,
                verdict);
    }

    private static Map<String, Object> method(String name, List<String> measures, double... values) {
        Map<String, Object> method = new LinkedHashMap<>(Map.of(METHOD, name));
        for (int i = 0; i < measures.size(); i++) {
            if (!Double.isNaN(values[i])) {
                method.put(measures.get(i), values[i]);
            }
        }
        return method;
    }

    /** Of samples: their score, the absolute error of their median, the squared error of their mean, and their median peak. */
    private static Map<String, Object> ensemble(
            String name, List<String> measures, Samples truth, Samples draws, EnsembleSummary summary, int[] places) {
        int perRow = draws.rows() / truth.rows();
        double score =
                perRow < 2 ? Double.NaN : mean(RankedProbability.fair(at(places, draws, perRow), at(places, truth, 1)));
        return method(
                name,
                measures,
                score,
                errors(places, truth, summary.median()).meanAbsolute(),
                errors(places, truth, summary.mean()).rootMeanSquare(),
                peakError(truth, draws));
    }

    /** The comparison of the samples' mean with the best baseline, by a number for each row. */
    private static @Nullable Verdict verdict(
            String measure,
            Samples mean,
            Map<String, Samples> rivals,
            Function<Samples, double[]> perRow,
            boolean higher) {
        Map<String, double[]> others = new LinkedHashMap<>();
        rivals.forEach((name, rows) -> others.put(name, perRow.apply(rows)));
        Comparator<Map.Entry<String, double[]>> rising = Comparator.comparingDouble(other -> mean(other.getValue()));
        double[] own = perRow.apply(mean);
        return others.entrySet().stream()
                .min(higher ? rising.reversed() : rising)
                .map(best -> higher
                        ? Verdict.byMore("Restored means", best.getKey(), measure, own, best.getValue())
                        : Verdict.byLess("Restored means", best.getKey(), measure, own, best.getValue()))
                .orElse(null);
    }

    private static @Nullable IntervalCoverage coverage(int[] places, Samples draws, Samples truth, int perRow) {
        return places.length == 0 || perRow < 2
                ? null
                : IntervalCoverage.of(
                        at(places, draws, perRow),
                        at(places, truth, 1),
                        Math.min(LEVEL, (perRow - 1.0) / (perRow + 1.0)));
    }

    /** Values of rows, of which there are so many for each measurement, as rows of one number each. */
    private static Samples at(int[] places, Samples rows, int perRow) {
        int width = rows.width();
        float[] values = new float[Math.multiplyExact(places.length, perRow)];
        for (int i = 0; i < values.length; i++) {
            int place = places[i / perRow];
            values[i] = rows.values()[(place / width * perRow + i % perRow) * width + place % width];
        }
        return new Samples(values, Shape.of(values.length, 1));
    }

    /** The errors of rows at these indices. */
    static PointErrors errors(int[] places, Samples truth, Samples rows) {
        return PointErrors.between(at(places, truth, 1), at(places, rows, 1));
    }

    /** The mean absolute error of each row; values that were measured themselves have no error. */
    private static double[] absolute(Samples truth, Samples rows) {
        return IntStream.range(0, truth.rows())
                .mapToDouble(i -> PointErrors.between(truth.slice(i, i + 1), rows.slice(i, i + 1))
                        .meanAbsolute())
                .toArray();
    }

    /** The mean error of the largest value of a row; with several samples, that of the median of their largest values. */
    private static double peakError(Samples truth, Samples rows) {
        int perRow = rows.rows() / truth.rows();
        return IntStream.range(0, truth.rows())
                .mapToDouble(i -> {
                    double[] peaks = IntStream.range(i * perRow, (i + 1) * perRow)
                            .mapToDouble(k -> peak(rows.row(k)))
                            .sorted()
                            .toArray();
                    return Math.abs(peak(truth.row(i)) - (peaks[(perRow - 1) / 2] + peaks[perRow / 2]) / 2);
                })
                .average()
                .orElseThrow();
    }

    private static double peak(float[] row) {
        return IntStream.range(0, row.length).mapToDouble(j -> row[j]).max().orElseThrow();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** A table of methods by measures, with a header. */
    List<List<String>> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.concat(Stream.of(""), measures.stream()).toList());
        for (Map<String, Object> method : methods) {
            rows.add(Stream.concat(Stream.of(METHOD), measures.stream())
                    .map(key -> method.get(key))
                    .map(value -> value instanceof Double number
                            ? Numbers.format("%.4g", number)
                            : Objects.toString(value, ""))
                    .toList());
        }
        return rows;
    }

    /** The table and the other scores as text. */
    String text() {
        StringBuilder text = new StringBuilder(verdict == null ? "" : verdict.text() + "\n");
        if (!methods.isEmpty()) {
            text.append(TextTable.of(table()));
        }
        return text.append(closing()).append('\n').toString();
    }

    /** Misfit and coverage as sentences. */
    String closing() {
        StringBuilder text = new StringBuilder(
                Numbers.format("Samples lie %.2f deviations of the noise from what was measured", misfit));
        text.append(misfitOfTruth == null ? "." : Numbers.format(", the truth %.2f.", misfitOfTruth));
        if (coverage != null) {
            text.append(Numbers.format(
                    " Of the true values that were not measured themselves, %.1f %% lie in the intervals that should hold"
                            + " %.0f %%; the intervals are %.3g wide on average.",
                    100 * coverage.covered(), 100 * coverage.level(), coverage.width()));
        }
        if (coverageOfUncertain != null) {
            text.append(Numbers.format(
                    " Of the uncertain ones, whose interval is wider than a tenth of the way from black to white, it is"
                            + " %.1f %%.",
                    100 * coverageOfUncertain.covered()));
        }
        return text.toString();
    }
}
