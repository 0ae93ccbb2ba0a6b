package org.energymatching.cli.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.energymatching.Distribution;
import org.energymatching.Room;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.image.ImageData;
import org.energymatching.error.DataException;
import org.energymatching.metric.EnergyClassification;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * How near samples come to data that training has not seen, at several sampling times, each measure beside the same one of
 * data against data.
 */
public sealed interface Evaluation permits TableEvaluation, ImageEvaluation {

    /** How many rows or pictures there are on either side. */
    int rows();

    /** Whether samples are better than a baseline. */
    Verdict verdict();

    /** As tables to read, the verdict first. */
    String text();

    /** How often V(x | c) is lowest under the class of the data, by each condition that has classes. */
    List<EnergyClassification> classified();

    /** The same as text, a line for each condition. */
    default String classification() {
        return classified().stream()
                .map(by -> Numbers.format(
                        "%nV(x | %s) is lowest under the right class for %.1f %% of %,d rows; the most frequent class is right for %.1f %%.",
                        by.condition(), 100 * by.accuracy(), by.rows(), 100 * by.mostFrequent()))
                .collect(Collectors.joining());
    }

    /** Draws samples of a run and compares them, by the measures for what the run has learnt. */
    public static Evaluation of(TrainedRun run, EvaluationPlan plan, Console console) {
        return run.ofPictures() ? ImageEvaluation.of(run, plan, console) : TableEvaluation.of(run, plan, console);
    }

    /**
     * The two sets of data.
     *
     * @param what what the reference is: fresh points, held-out data, or a file
     * @param reference what samples are compared with
     * @param other as many of the data that were learnt
     * @param training the data that were learnt, as they are
     */
    record Comparison(String what, Samples reference, Samples other, Distribution training) {

        private static final int CLASSIFIED = 500;

        public int rows() {
            return reference.rows();
        }

        /** How often the lowest energy tells the class of the reference: of its first {@value #CLASSIFIED} rows. */
        List<EnergyClassification> classified(TrainedRun run) {
            return EnergyClassification.of(
                    run.potential(),
                    run.checkpoint().architecture().conditions(),
                    reference.slice(0, Math.min(CLASSIFIED, reference.rows())));
        }

        public static Comparison of(TrainedRun run, @Nullable Path data, int n, long seed) {
            Rng rng = Rng.of(seed).stream("comparison");
            Room.require("The rows to compare", n, run.width(), 4);
            DataSource source = run.data();
            Samples held = data != null ? run.standardised(data) : source.heldOut();
            if (held == null) {
                return fresh(source.training(), n, rng);
            }
            if (data != null && held.rows() < 2) {
                throw new DataException(
                        data + " holds a single " + (run.ofPictures() ? "picture." : "row."),
                        "Distances between distributions take two or more on either side.",
                        "Give a file with more, or leave --data out.");
            }
            if (source.training() instanceof ImageData pictures) {
                // Mirror images belong to training; and a smaller set would be compared with repetitions of itself.
                int most = Math.min(n, pictures.images().count());
                return of(
                        held,
                        new ImageData(pictures.images(), false),
                        pictures.images().count(),
                        data,
                        most,
                        rng);
            }
            int learnt = source.training() instanceof Dataset set ? set.rows().rows() : Integer.MAX_VALUE;
            return of(held, source.training(), learnt, data, n, rng);
        }

        private static Comparison of(
                Samples held, Distribution training, int learnt, @Nullable Path data, int n, Rng rng) {
            if (held.rows() < 2) {
                String why = held.rows() == 0 ? "nothing is held out" : "fewer than two rows are held out";
                return withoutHeldOut(training, learnt, n, rng, "training data (" + why + ")");
            }
            // Shuffled also where all rows are taken: W2 and the pictures look at the first of them.
            Samples reference = new Dataset(held).batch(0, Math.min(n, held.rows()), rng.stream("reference"));
            Samples other = training.batch(0, reference.rows(), rng.stream("other"));
            return new Comparison(data != null ? data.toString() : "held-out data", reference, other, training);
        }

        private static Comparison fresh(Distribution density, int n, Rng rng) {
            return new Comparison(
                    "fresh data",
                    density.sample(n, rng.stream("reference")),
                    density.sample(n, rng.stream("other")),
                    density);
        }

        /** Two parts of the training data, which have nothing in common where there are four rows or more. */
        private static Comparison withoutHeldOut(Distribution training, int learnt, int n, Rng rng, String what) {
            int half = Math.min(n, Math.max(2, learnt / 2));
            return new Comparison(
                    what,
                    training.batch(0, half, rng.stream("reference")),
                    training.batch(1, half, rng.stream("reference")),
                    training);
        }
    }
}
