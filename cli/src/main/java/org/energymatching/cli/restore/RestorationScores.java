package org.energymatching.cli.restore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.energymatching.Samples;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.inverse.Observation;
import org.energymatching.metric.IntervalCoverage;
import org.jspecify.annotations.Nullable;

/**
 * How good restored rows are.
 *
 * @param measures the names of the measures of a method; none where the truth is not known
 * @param methods the posterior's mean and samples, and other ways to restore
 * @param misfit how far samples are from what was measured, 1 being as near as the noise lets them
 * @param misfitOfTruth the same of the truth
 * @param coverage how many true values lie in the intervals of the samples; of those that were not measured themselves
 * @param uncertain the same of those pixels among them whose interval is wider than a tenth of all shades: where samples agree,
 *     as they do on a black ground, an interval cannot help holding the truth; null for rows of a table
 * @param verdict on the mean of the samples against the best other guess, row by row; null where the truth is not known
 */
record RestorationScores(
        List<String> measures,
        List<Method> methods,
        double misfit,
        @Nullable Double misfitOfTruth,
        @Nullable IntervalCoverage coverage,
        @Nullable IntervalCoverage uncertain,
        @Nullable Verdict verdict) {

    /**
     * The measures of a way to restore.
     *
     * @param name what it is
     * @param values one for each measure, NaN where it has none
     */
    record Method(String name, List<Double> values) {}

    /** Ways to restore and their measures. */
    record Scoring(
            List<String> measures,
            List<Method> methods,
            @Nullable Verdict verdict) {}

    private static final double LEVEL = 0.9;

    /** A tenth of the way from black to white. */
    private static final double WIDE = 0.2;

    static RestorationScores of(
            TrainedRun run, Measurements measurements, Posterior posterior, Samples draws, PosteriorMaps maps) {
        Observation observation = measurements.observation();
        double misfit = observation.misfit(posterior.draws().values(), posterior.perRow());
        Samples truth = measurements.truthInDataUnits(run);
        if (truth == null) {
            return new RestorationScores(List.of(), List.of(), misfit, null, null, null, null);
        }
        Unseen unseen = Unseen.of(measurements);
        Scoring scoring = run.ofPictures()
                ? ImageScores.of(measurements, truth, posterior, maps)
                : RowScores.of(run, measurements, truth, draws, posterior, maps, unseen);
        double level = Math.min(LEVEL, (posterior.perRow() - 1.0) / (posterior.perRow() + 1.0));
        boolean several = posterior.perRow() > 1;
        return new RestorationScores(
                scoring.measures(),
                scoring.methods(),
                misfit,
                observation.misfit(Objects.requireNonNull(measurements.truth()).values(), 1),
                several ? coverage(unseen, draws, truth, posterior, level) : null,
                several && run.ofPictures() ? coverage(unseen.wider(maps, WIDE), draws, truth, posterior, level) : null,
                scoring.verdict());
    }

    private static @Nullable IntervalCoverage coverage(
            Unseen values, Samples draws, Samples truth, Posterior posterior, double level) {
        return values.count() == 0
                ? null
                : IntervalCoverage.of(values.of(draws, posterior.perRow()), values.of(truth, 1), level);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        if (verdict != null) {
            text.append(verdict.text()).append('\n');
        }
        if (!methods.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-28s", ""));
            measures.forEach(name -> text.append(String.format(Locale.ROOT, " %16s", name)));
            text.append('\n');
            for (Method method : methods) {
                text.append(String.format(Locale.ROOT, "%-28s", method.name()));
                method.values()
                        .forEach(value -> text.append(
                                Double.isNaN(value) ? " ".repeat(17) : String.format(Locale.ROOT, " %16.4g", value)));
                text.append('\n');
            }
        }
        return text.append(closing()).append('\n').toString();
    }

    /**
     * The mean of samples against the best of the guesses that do not come from them, by a number for each row.
     *
     * @param own of the mean of samples
     * @param others of the guesses, by name
     * @param higher whether a larger number is better
     */
    static @Nullable Verdict judged(String measure, double[] own, Map<String, double[]> others, boolean higher) {
        Comparator<Map.Entry<String, double[]>> rising = Comparator.comparingDouble(
                entry -> Arrays.stream(entry.getValue()).average().orElse(Double.NaN));
        return others.entrySet().stream()
                .min(higher ? rising.reversed() : rising)
                .map(best -> higher
                        ? Verdict.byMore("Restored means", best.getKey(), measure, own, best.getValue())
                        : Verdict.byLess("Restored means", best.getKey(), measure, own, best.getValue()))
                .orElse(null);
    }

    /** What there is to say beside the methods. */
    String closing() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "Samples lie %.2f deviations of the noise from what was measured", misfit));
        text.append(misfitOfTruth == null ? "." : String.format(Locale.ROOT, ", the truth %.2f.", misfitOfTruth));
        if (coverage != null) {
            text.append(String.format(
                    Locale.ROOT,
                    " Of the true values that were not measured themselves, %.1f %% lie in the intervals that should hold"
                            + " %.0f %%; the intervals are %.3g wide on average.",
                    100 * coverage.covered(),
                    100 * coverage.level(),
                    coverage.width()));
        }
        if (uncertain != null) {
            text.append(String.format(
                    Locale.ROOT,
                    " Of the uncertain ones, whose interval is wider than a tenth of the way from black to white, it is"
                            + " %.1f %%.",
                    100 * uncertain.covered()));
        }
        return text.toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("misfit", misfit);
        if (misfitOfTruth != null) {
            json.put("misfitOfTruth", misfitOfTruth);
        }
        if (coverage != null) {
            json.put("coverage", coverage);
        }
        if (uncertain != null) {
            json.put("coverageOfUncertain", uncertain);
        }
        List<Map<String, Object>> all = new ArrayList<>();
        for (Method method : methods) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("method", method.name());
            for (int i = 0; i < measures.size(); i++) {
                double value = method.values().get(i);
                if (!Double.isNaN(value)) {
                    one.put(measures.get(i), value);
                }
            }
            all.add(one);
        }
        json.put("methods", all);
        if (verdict != null) {
            json.put("verdict", verdict);
        }
        return json;
    }
}
