package org.energymatching.cli.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Density;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.schema.TableCodec;
import org.energymatching.density.Gaussian;
import org.energymatching.density.GaussianMixture;
import org.energymatching.metric.EnergyClassification;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.metric.SlicedWasserstein;
import org.energymatching.metric.Wasserstein2;
import org.energymatching.metric.table.TwoSampleTest;
import org.energymatching.sampling.Trajectory;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of a run on rows of numbers: distances of samples from data, in standardised units.
 *
 * @param reference the kind of data that samples are compared with: fresh points, or the held-out rows
 * @param rows the number of rows on either side
 * @param dataAgainstData other data of the same number against the reference: the values of a perfect model
 * @param gaussian a Gaussian with the training data's mean and covariance against the reference
 * @param times the samples against the reference
 * @param settling whether the samples remain at the data, by the energy distance
 * @param verdict on the samples at the recipe's time, against the Gaussian
 * @param classified the accuracy of classification by the lowest energy
 * @param quality of the cells, where columns have types; else null
 */
public record TableEvaluation(
        String reference,
        int rows,
        Measures dataAgainstData,
        Measures gaussian,
        List<AtTime> times,
        EquilibriumCheck settling,
        Verdict verdict,
        List<EnergyClassification> classified,
        @Nullable TableQuality quality)
        implements Evaluation {

    private static final int PROJECTIONS = 200;
    private static final int TRAINING_ROWS = 20_000;

    /**
     * Three distances, all zero for equal distributions.
     *
     * @param energyDistance unbiased, so that it varies around zero
     * @param energyError its standard error, from disjoint parts of the rows; NaN if there are too few
     * @param slicedWasserstein over 200 random directions
     * @param wasserstein2 exact, on at most 2,000 rows
     */
    public record Measures(double energyDistance, double energyError, double slicedWasserstein, double wasserstein2) {}

    /** The measures of samples at a time. */
    public record AtTime(double time, Measures measures) {}

    static TableEvaluation of(TrainedRun run, EvaluationPlan plan, Console console) {
        Comparison comparison = Comparison.of(run, plan.data(), plan.rows(), plan.seed());
        double[] times = plan.looks();
        Trajectory trajectory = run.trajectory(comparison.rows(), plan.seed(), plan.step(), console, times);
        Distribution gaussian = Gaussian.fit(training(comparison, plan.seed()));
        Rng rng = Rng.of(plan.seed()).stream("evaluation");
        List<Samples> sets = new ArrayList<>(trajectory.states());
        sets.add(comparison.other());
        sets.add(gaussian.sample(comparison.rows(), rng.stream("gaussian")));
        List<double[]> parts = Workers.common()
                .map(
                        sets.size(),
                        i -> Verdict.parts(
                                sets.get(i),
                                comparison.reference(),
                                (part, samples, reference) -> EnergyDistance.between(samples, reference)));
        List<Measures> measures = Workers.common()
                .map(
                        sets.size(),
                        i -> measure(sets.get(i), comparison.reference(), parts.get(i), rng.stream("projections")));
        int judged = judged(plan.times(), run.config().sampling().time());
        Verdict verdict = Verdict.byLess(
                        "Samples at t = " + Numbers.brief(times[judged]),
                        "a Gaussian with the data's mean and covariance",
                        "energy distance",
                        parts.get(judged),
                        parts.get(times.length + 1))
                .around(
                        measures.get(judged).energyDistance(),
                        measures.get(times.length + 1).energyDistance());
        return new TableEvaluation(
                comparison.what(),
                comparison.rows(),
                measures.get(times.length),
                measures.get(times.length + 1),
                IntStream.range(0, times.length)
                        .mapToObj(i -> new AtTime(times[i], measures.get(i)))
                        .toList(),
                EquilibriumCheck.of(
                        plan.times(),
                        measures.stream()
                                .limit(times.length)
                                .map(Measures::energyDistance)
                                .toList(),
                        EquilibriumCheck.noise(comparison.reference(), comparison.other())),
                verdict,
                comparison.classified(run),
                quality(run, comparison, trajectory.states().get(judged), plan, rng));
    }

    private static @Nullable TableQuality quality(
            TrainedRun run, Comparison comparison, Samples samples, EvaluationPlan plan, Rng rng) {
        TableCodec codec = run.codec();
        if (codec == null || comparison.rows() < TwoSampleTest.FOLDS) {
            return null;
        }
        Samples training = training(comparison, plan.seed());
        Density baseline = GaussianMixture.tiltedBy(run.checkpoint().architecture())
                .map(Density.class::cast)
                .orElseGet(() -> Gaussian.fit(training));
        Map<String, List<String[]>> sets = new LinkedHashMap<>();
        sets.put(
                "samples, t = "
                        + Numbers.brief(plan.looks()[
                                judged(plan.times(), run.config().sampling().time())]),
                codec.decode(samples));
        sets.put("data", codec.decode(comparison.other()));
        sets.put(
                baseline instanceof GaussianMixture ? "fitted mixture" : "Gaussian fit",
                codec.decode(baseline.sample(comparison.rows(), rng.stream("mixture"))));
        return TableQuality.of(
                codec.schema(),
                sets,
                codec.decode(training),
                codec.decode(comparison.reference()),
                plan.target(),
                rng.stream("quality"));
    }

    /** The index of the recipe's time among these, or else of the last. */
    static int judged(List<Double> times, double recipes) {
        int place = times.indexOf(recipes);
        return place >= 0 ? place : times.size() - 1;
    }

    /** The measures, with a header. */
    public List<List<String>> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "energy distance", "sliced Wasserstein", "exact W2"));
        times.forEach(at -> rows.add(row("samples, t = " + Numbers.brief(at.time()), at.measures())));
        rows.add(row("data", dataAgainstData));
        rows.add(row("Gaussian fit", gaussian));
        return rows;
    }

    private static List<String> row(String name, Measures measures) {
        return List.of(
                name,
                new Verdict.Repeats(measures.energyDistance(), measures.energyError()).text(),
                Numbers.format("%.4f", measures.slicedWasserstein()),
                Numbers.format("%.4f", measures.wasserstein2()));
    }

    /** The kinds of rows in the table. */
    public String legend() {
        return Numbers.format(
                "Each against %,d rows of %s, in standardised units, ± the standard error; the data line is what a perfect model"
                        + " reaches, and the Gaussian fit has the mean and the covariance of the data.",
                rows, reference);
    }

    @Override
    public String text() {
        String held = verdict.better() ? settling.text() : "";
        return verdict.text()
                + System.lineSeparator()
                + TextTable.of(table())
                + legend()
                + (held.isEmpty() ? "" : System.lineSeparator() + held)
                + (quality == null ? "" : quality.text())
                + classification();
    }

    private static Samples training(Comparison comparison, long seed) {
        return comparison.training() instanceof Dataset set
                ? set.rows()
                : comparison.training().sample(TRAINING_ROWS, Rng.of(seed).stream("comparison").stream("training"));
    }

    private static Measures measure(Samples samples, Samples reference, double[] parts, Rng projections) {
        int exact = Math.min(Wasserstein2.MAX_ROWS, Math.min(samples.rows(), reference.rows()));
        return new Measures(
                EnergyDistance.between(samples, reference),
                Verdict.Repeats.of(parts).error(),
                SlicedWasserstein.between(samples, reference, PROJECTIONS, projections),
                Wasserstein2.between(samples.slice(0, exact), reference.slice(0, exact)));
    }
}
