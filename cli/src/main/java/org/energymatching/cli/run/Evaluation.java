package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.data.Dataset;
import org.energymatching.data.Gaussian;
import org.energymatching.error.DataException;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.metric.SlicedWasserstein;
import org.energymatching.metric.Wasserstein2;
import org.energymatching.sampling.Trajectory;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * How near samples come to data that training has not seen, at several sampling times, each measure beside the same one of
 * data against data. In standardised units.
 *
 * @param reference what the data are compared with: fresh points, or the held-out rows
 * @param rows how many rows on either side
 * @param dataAgainstData other data of the same number against the reference: what a perfect model reaches
 * @param gaussian a Gaussian with the training data's mean and covariance against the reference
 * @param times the samples against the reference
 */
record Evaluation(String reference, int rows, Measures dataAgainstData, Measures gaussian, List<AtTime> times) {

    private static final int PROJECTIONS = 200;

    /**
     * Three distances, all zero for equal distributions.
     *
     * @param energyDistance unbiased, so that it scatters around zero
     * @param slicedWasserstein over 200 random directions
     * @param wasserstein2 exact, on at most 2,000 rows
     */
    record Measures(double energyDistance, double slicedWasserstein, double wasserstein2) {}

    /** The measures of samples at a time. */
    record AtTime(double time, Measures measures) {}

    /** Draws samples and compares them. */
    static Evaluation of(
            TrainedRun run, @Nullable Path data, int n, long seed, double step, double[] times, Console console) {
        Comparison comparison = Comparison.of(run, data, n, seed);
        Trajectory trajectory = run.trajectory(comparison.rows(), seed, step, console, times);
        Distribution gaussian = Gaussian.fit(comparison.training());
        Rng rng = Rng.of(seed).stream("evaluation");
        List<Samples> sets = new ArrayList<>(trajectory.states());
        sets.add(comparison.other());
        sets.add(gaussian.sample(comparison.rows(), rng.stream("gaussian")));
        List<Measures> measures = Workers.common()
                .map(sets.size(), i -> measure(sets.get(i), comparison.reference(), rng.stream("projections")));
        return new Evaluation(
                comparison.what(),
                comparison.rows(),
                measures.get(times.length),
                measures.get(times.length + 1),
                IntStream.range(0, times.length)
                        .mapToObj(i -> new AtTime(times[i], measures.get(i)))
                        .toList());
    }

    /** As a table to read. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-16s %16s %18s %14s%n", "", "energy distance", "sliced Wasserstein", "exact W2"));
        times.forEach(at -> text.append(line("samples, t = " + trim(at.time()), at.measures())));
        text.append(line("data", dataAgainstData));
        text.append(line("Gaussian fit", gaussian));
        text.append(String.format(
                Locale.ROOT,
                "Each against %,d rows of %s, in standardised units; the data line is what a perfect model reaches.",
                rows,
                reference));
        return text.toString();
    }

    private static String line(String name, Measures measures) {
        return String.format(
                Locale.ROOT,
                "%-16s %16.4f %18.4f %14.4f%n",
                name,
                measures.energyDistance(),
                measures.slicedWasserstein(),
                measures.wasserstein2());
    }

    static String trim(double time) {
        return time == Math.rint(time) ? Long.toString((long) time) : Double.toString(time);
    }

    private static Measures measure(Samples samples, Samples reference, Rng projections) {
        int exact = Math.min(Wasserstein2.MAX_ROWS, Math.min(samples.rows(), reference.rows()));
        return new Measures(
                EnergyDistance.between(samples, reference),
                SlicedWasserstein.between(samples, reference, PROJECTIONS, projections),
                Wasserstein2.between(samples.slice(0, exact), reference.slice(0, exact)));
    }

    /** The two sets of data: the reference, and others to compare it with. */
    record Comparison(String what, Samples reference, Samples other, Samples training) {

        private static final int TRAINING_ROWS = 20_000;

        int rows() {
            return reference.rows();
        }

        static Comparison of(TrainedRun run, @Nullable Path data, int n, long seed) {
            Rng rng = Rng.of(seed).stream("comparison");
            DataSource source = run.data();
            Samples held = data != null ? run.standardised(data) : source.heldOut();
            if (held == null) {
                return fresh(source.training(), n, rng);
            }
            if (data != null && held.rows() < 2) {
                throw new DataException(
                        data + " holds a single row.",
                        "Distances between distributions take two rows or more on either side.",
                        "Give a file with more rows, or leave --data out.");
            }
            if (held.rows() < 2 && source.training() instanceof Dataset set) {
                String why = held.rows() == 0 ? "nothing is held out" : "fewer than two rows are held out";
                return withoutHeldOut(set, n, rng, "training data (" + why + ")");
            }
            // Shuffled also where all rows are taken: W2 and the pictures look at the first of them.
            Samples reference = new Dataset(held).batch(0, Math.min(n, held.rows()), rng.stream("reference"));
            Samples training = source.training() instanceof Dataset set
                    ? set.rows()
                    : source.training().sample(TRAINING_ROWS, rng.stream("training"));
            Samples other = new Dataset(training).batch(0, reference.rows(), rng.stream("other"));
            String what = data != null ? data.toString() : "held-out data";
            return new Comparison(what, reference, other, training);
        }

        private static Comparison fresh(Distribution density, int n, Rng rng) {
            return new Comparison(
                    "fresh data",
                    density.sample(n, rng.stream("reference")),
                    density.sample(n, rng.stream("other")),
                    density.sample(TRAINING_ROWS, rng.stream("training")));
        }

        /** Two parts of the training rows, which have no row in common where there are four or more. */
        private static Comparison withoutHeldOut(Dataset set, int n, Rng rng, String what) {
            int half = Math.min(n, Math.max(2, set.rows().rows() / 2));
            return new Comparison(
                    what,
                    set.batch(0, half, rng.stream("reference")),
                    set.batch(1, half, rng.stream("reference")),
                    set.rows());
        }
    }
}
