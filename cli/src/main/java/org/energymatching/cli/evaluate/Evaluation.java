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
 * The evaluation of a run: distances of samples from held-out data, at several sampling times, each compared with that of
 * data from data.
 */
public sealed interface Evaluation permits TableEvaluation, ImageEvaluation {

    /** The number of rows or images on either side. */
    int rows();

    /** Whether samples are better than a baseline. */
    Verdict verdict();

    /** The result as tables, with the verdict first. */
    String text();

    /**
     * The accuracy of classification by the energy: how often V(x | c) is lowest under the class of the data, by each condition with
     * classes.
     */
    List<EnergyClassification> classified();

    /** The same as text, a line for each condition. */
    default String classification() {
        return classified().stream()
                .map(by -> Numbers.format(
                        "%nV(x | %s) is lowest under the right class for %.1f %% of %,d rows; the most frequent class is right for %.1f %%.",
                        by.condition(), 100 * by.accuracy(), by.rows(), 100 * by.mostFrequent()))
                .collect(Collectors.joining());
    }

    /** Draws samples of a run and compares them, by the measures for its kind of data. */
    public static Evaluation of(TrainedRun run, EvaluationPlan plan, Console console) {
        return run.ofPictures() ? ImageEvaluation.of(run, plan, console) : TableEvaluation.of(run, plan, console);
    }

    /**
     * The two sets of data.
     *
     * @param what the kind of the reference: fresh points, held-out data, or a file
     * @param reference the data that samples are compared with
     * @param other as many of the training data
     * @param training the training data, unchanged
     */
    record Comparison(String what, Samples reference, Samples other, Distribution training) {

        private static final int CLASSIFIED = 500;

        public int rows() {
            return reference.rows();
        }

        /** The accuracy of classification by the lowest energy on the first {@value #CLASSIFIED} rows of the reference. */
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
                // Mirror images are part of training; and a smaller set would be compared with repetitions of itself.
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
            // Shuffled also if all rows are taken: W2 and the figures use the first of them.
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

        /** Two parts of the training data, which are disjoint if there are four rows or more. */
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
