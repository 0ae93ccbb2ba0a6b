package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.baseline.Filling;
import org.energymatching.baseline.GaussianPosterior;
import org.energymatching.baseline.GroupMeanFilling;
import org.energymatching.baseline.MeanFilling;
import org.energymatching.baseline.MixturePosterior;
import org.energymatching.baseline.NearestRowsFilling;
import org.energymatching.baseline.SeriesInterpolation;
import org.energymatching.data.Split;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.pivot.Pivot;
import org.energymatching.data.pivot.Profiles;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.Gaussian;
import org.energymatching.inverse.Downsampling;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.inverse.Scaling;
import org.energymatching.metric.load.BlockMask;
import org.energymatching.metric.load.LoadDistances;
import org.energymatching.metric.load.LoadErrors;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.jspecify.annotations.Nullable;

/**
 * SmartMeterFM's tasks on days of half-hours in kWh, a fifth of the homes held out: {@code smart-meter edrp.csv.gz [--learnt]}, for a
 * wide table with the columns date, time and home…. Generation, gaps in blocks, and super-resolution from means over two hours, by
 * baselines. With {@code --learnt} also by residual potentials over mixtures, in quantiles of the columns and in deviations, on every
 * fifth day.
 */
final class SmartMeters {

    private static final int GENERATED = 1_000;
    private static final int MEMBERS = 20;
    private static final int FACTOR = 4;
    private static final int NEIGHBOURS = 10;
    private static final double SIGMA = 1e-3;
    private static final int LEARNT_EVERY = 5;
    private static final int COMPONENTS = 24;
    private static final int FITTED = 15_000;

    private final Samples training;
    private final Samples truth;
    private final List<String> homes;
    private final Gaussian normal;
    private final Rng rng = Rng.of(0);

    private SmartMeters(Profiles days, int every) {
        Split.Rows split = Split.byGroup(days.ids(), 0.2, rng.stream("holdout"));
        Samples all = days.rows().toSamples("The table", List.of());
        this.training = all.pick(split.training());
        int[] judged = IntStream.range(0, split.heldOut().length)
                .filter(i -> i % every == 0)
                .map(i -> split.heldOut()[i])
                .toArray();
        this.truth = all.pick(judged);
        this.homes = IntStream.of(judged).mapToObj(days.ids()::get).toList();
        this.normal = Gaussian.fit(training);
    }

    /** Argument: the table. */
    public static void main(String[] args) {
        Profiles days = Pivot.ofWide(List.of("date", "time"), "home.*").read(Path.of(args[0]));
        days.notes().forEach(System.out::println);
        boolean learnt = List.of(args).contains("--learnt");
        SmartMeters task = new SmartMeters(days, learnt ? LEARNT_EVERY : 1);
        say(
                "%,d days of training homes, %,d of %d held-out homes; kWh per half-hour, divide by %.3f for load/max",
                task.training.rows(),
                task.truth.rows(),
                task.homes.stream().distinct().count(),
                IntStream.range(0, task.training.values().length)
                        .mapToDouble(i -> task.training.values()[i])
                        .max()
                        .orElseThrow());
        ColumnQuantiles quantiles = ColumnQuantiles.fit(task.training);
        LearntResidual inQuantiles = learnt ? fit(quantiles.apply(task.training)) : null;
        task.generation(inQuantiles, quantiles);
        task.gaps(inQuantiles, quantiles);
        task.superResolution(learnt);
    }

    private static LearntResidual fit(Samples rows) {
        Samples some = rows.rows() <= FITTED ? rows : rows.slice(0, FITTED);
        return LearntResidual.fit(
                rows, ExpectationMaximisation.fit(some, COMPONENTS, Rng.of(1)).mixture());
    }

    private void generation(@Nullable LearntResidual learnt, ColumnQuantiles quantiles) {
        say("%nGeneration: %,d days against the held-out ones", GENERATED);
        say("%-28s %9s %9s %9s %9s %9s %9s %9s", "", "MMD", "W1", "KS", "CRPS", "lag-1", "peak", "SymQ99");
        Rng draws = rng.stream("generation");
        say(
                "training days",
                LoadDistances.between(
                        training.pick(draws.ints(GENERATED, 0, training.rows()).toArray()), truth));
        say("normal distribution", LoadDistances.between(normal.sample(GENERATED, draws.stream("normal")), truth));
        if (learnt != null) {
            Samples base = learnt.base().sample(GENERATED, draws.stream("mixture"));
            say("mixture of quantiles", LoadDistances.between(quantiles.undo(base), truth));
            Samples drawn = learnt.sample(GENERATED, draws.stream("learnt"));
            say("V over it", LoadDistances.between(quantiles.undo(drawn), truth));
        }
    }

    private void gaps(@Nullable LearntResidual learnt, ColumnQuantiles quantiles) {
        int width = truth.width();
        boolean[] missing = new boolean[truth.values().length];
        float[] shown = truth.values().clone();
        for (int i = 0; i < truth.rows(); i++) {
            boolean[] mask = BlockMask.draw(width, 0.2, rng.stream("gaps").at(i));
            System.arraycopy(mask, 0, missing, i * width, width);
        }
        for (int i = 0; i < shown.length; i++) {
            shown[i] = missing[i] ? Float.NaN : shown[i];
        }
        Samples rows = new Samples(shown, truth.shape());
        heading("Imputation: a fifth of the values missing, in blocks");
        MeanFilling mean = MeanFilling.fit(training);
        errors("linear", SeriesInterpolation.LINEAR.fill(rows), missing);
        errors("cubic", SeriesInterpolation.CUBIC.fill(rows), missing);
        errors("mean day of all homes", mean.fill(rows), missing);
        errors("mean day of the home", GroupMeanFilling.fill(rows, homes, mean), missing);
        errors(NEIGHBOURS + " nearest days", filled(new NearestRowsFilling(training, NEIGHBOURS), rows), missing);
        List<Samples> means = new ArrayList<>();
        List<Samples> members = new ArrayList<>();
        for (int i = 0; i < truth.rows(); i++) {
            boolean[] mask = Arrays.copyOfRange(missing, i * width, (i + 1) * width);
            Samples row = truth.slice(i, i + 1);
            posterior(Inpainting.missing(Shape.of(width), mask), row, i, means, members);
        }
        errors("normal posterior, mean", Samples.concat(means), missing);
        errors("normal posterior", Samples.concat(members), missing);
        if (learnt != null) {
            Samples encoded = quantiles.apply(rows);
            Samples prior = new MixturePosterior(learnt.base()).sample(encoded, MEMBERS, rng.stream("mixture"));
            ensemble("mixture of quantiles", quantiles.undo(prior), missing);
            ensemble("V over it", quantiles.undo(learnt.completed(encoded, MEMBERS, 0)), missing);
        }
    }

    /** The errors of an ensemble, and of its mean. */
    private void ensemble(String name, Samples drawn, boolean[] scored) {
        float[] mean = new float[truth.values().length];
        int width = truth.width();
        for (int at = 0; at < drawn.values().length; at++) {
            mean[at / width / MEMBERS * width + at % width] += drawn.values()[at] / MEMBERS;
        }
        errors(name + ", mean", new Samples(mean, truth.shape()), scored);
        errors(name, drawn, scored);
    }

    private void superResolution(boolean learnt) {
        boolean[] all = new boolean[truth.values().length];
        Arrays.fill(all, true);
        Downsampling blocks = new Downsampling(truth.shape().row(), FACTOR);
        Samples coarse =
                new Samples(blocks.values(truth.values()), blocks.outputShape().batch(truth.rows()));
        heading("Super-resolution: half-hours from means over two hours");
        errors("linear", SeriesInterpolation.LINEAR.finer(coarse, FACTOR), all);
        errors("cubic", SeriesInterpolation.CUBIC.finer(coarse, FACTOR), all);
        List<Samples> means = new ArrayList<>();
        List<Samples> members = new ArrayList<>();
        posterior(blocks, truth, 0, means, members);
        errors("normal posterior, mean", Samples.concat(means), all);
        errors("normal posterior", Samples.concat(members), all);
        if (learnt) {
            Standardization units = Standardization.fit(
                    DoubleRows.of(training),
                    IntStream.range(0, training.width()).mapToObj(j -> "x" + j).toList());
            LearntResidual potential = fit(units.apply(training));
            LinearOperator standardised =
                    Scaling.of(truth.shape().row(), units.scale()).then(blocks);
            float[] centre = blocks.values(DoubleMatrix.rounded(units.mean()));
            float[] y = coarse.values().clone();
            for (int i = 0; i < y.length; i++) {
                y[i] -= centre[i % centre.length];
            }
            for (boolean corrected : new boolean[] {false, true}) {
                Samples drawn = potential.given(standardised, y, corrected ? 10 * MEMBERS : MEMBERS, MEMBERS);
                ensemble(
                        corrected ? "V over it, null space" : "mixture, null space",
                        units.undo(drawn).toSamples("The draws", List.of()),
                        all);
            }
        }
    }

    /** Adds the mean and samples of the posterior of rows, of which a measurement without noise is known. */
    private void posterior(
            LinearOperator operator, Samples rows, int seed, List<Samples> means, List<Samples> members) {
        GaussianPosterior posterior = GaussianPosterior.of(normal, operator.with(NoiseModel.gaussian(SIGMA)));
        Samples y = new Samples(
                operator.values(rows.values()), operator.outputShape().batch(rows.rows()));
        means.add(posterior.mean(y));
        members.add(posterior.sample(y, MEMBERS, seed));
    }

    private static Samples filled(Filling way, Samples rows) {
        return Samples.concat(Workers.common().map(rows.rows(), i -> way.fill(rows.slice(i, i + 1))));
    }

    private static void heading(String text) {
        say("%n%s", text);
        say(
                "%-28s %9s %9s %9s %9s %9s %9s %9s %9s",
                "", "CRPS", "MAE", "RMSE", "spread", "peak", "SymQ99", "lag-1", "in 90 %");
    }

    private void errors(String name, Samples ensemble, boolean[] scored) {
        LoadErrors found = LoadErrors.of(ensemble, truth, scored);
        say(
                "%-28s %9.5f %9.5f %9.5f %9.5f %9.5f %9.5f %9.4f %9s",
                name,
                found.rankedProbability(),
                found.meanAbsolute(),
                found.rootMeanSquare(),
                found.deviation(),
                found.peakLoad(),
                found.symmetricQuantile(),
                found.autocorrelation(),
                ensemble.rows() == truth.rows()
                        ? "–"
                        : String.format(
                                Locale.ROOT,
                                "%.1f %%",
                                100
                                        * LoadErrors.coverage(ensemble, truth, scored, 0.9)
                                                .covered()));
    }

    private static void say(String name, LoadDistances found) {
        say(
                "%-28s %9.5f %9.5f %9.5f %9.5f %9.5f %9.5f %9.5f",
                name,
                found.discrepancy(),
                found.wasserstein(),
                found.kolmogorovSmirnov(),
                found.rankedProbability(),
                found.autocorrelation(),
                found.peakLoad(),
                found.symmetricQuantile());
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
