package org.energymatching.cli.likelihood;

import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Distribution;
import org.energymatching.Room;
import org.energymatching.Samples;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Dataset;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The rows whose likelihood is computed, in standardised units.
 *
 * @param what their origin
 * @param given the rows
 * @param training the training rows, for the fit of other models; null if not requested
 */
record LikelihoodRows(
        String what, TrainedRun.Given given, @Nullable Samples training) {

    /** The limit of rows for the fit of other models. */
    private static final int TRAINING_ROWS = 30_000;

    /** The width of one level of a byte, for pixels from -1 to 1. */
    private static final double LEVEL = 1 / 127.5;

    static LikelihoodRows of(TrainedRun run, LikelihoodPlan plan) {
        Rng rng = Rng.of(plan.seed()).stream("likelihood");
        Room.require("The rows", plan.rows(), run.width(), 2);
        Room.require("The chains", plan.annealing().chains(), run.width(), 4);
        if (plan.data() != null && !plan.compare()) {
            return chosen(plan.data().toString(), run.given(plan.data()), null, run, plan, rng);
        }
        DataSource source = run.data();
        Samples training = plan.compare() ? training(source.training(), rng.stream("training")) : null;
        if (plan.data() != null) {
            return chosen(plan.data().toString(), run.given(plan.data()), training, run, plan, rng);
        }
        Samples held = source.heldOut();
        if (held == null) {
            Samples fresh = source.training().sample(plan.rows(), rng.stream("fresh"));
            return new LikelihoodRows("fresh data", TrainedRun.Given.of(fresh, List.of()), training);
        }
        if (held.rows() < 2) {
            throw new DataException(
                    run.directory() + " has held out " + held.rows() + " rows.",
                    "A likelihood is judged on two rows or more that training has not seen.",
                    "Give a file of such rows with --data.");
        }
        return chosen("held-out data", TrainedRun.Given.of(held, List.of()), training, run, plan, rng);
    }

    private static Samples training(Distribution training, Rng rng) {
        return training instanceof Dataset set
                ? set.rows().pick(TrainedRun.Given.drawn(set.rows().rows(), TRAINING_ROWS, rng))
                : training.sample(TRAINING_ROWS, rng);
    }

    private static LikelihoodRows chosen(
            String what,
            TrainedRun.Given all,
            @Nullable Samples training,
            TrainedRun run,
            LikelihoodPlan plan,
            Rng rng) {
        TrainedRun.Given given = all.drawn(plan.rows(), rng.stream("rows"));
        return new LikelihoodRows(
                what,
                run.ofPictures()
                        ? new TrainedRun.Given(
                                dequantised(given.rows(), rng.stream("levels")), given.files(), given.numbers())
                        : given,
                training);
    }

    Samples rows() {
        return given.rows();
    }

    /** Without some of the rows, given by their indices among these. */
    LikelihoodRows without(int... lost) {
        int[] kept = IntStream.range(0, rows().rows())
                .filter(i -> IntStream.of(lost).noneMatch(j -> i == j))
                .toArray();
        return new LikelihoodRows(what, given.pick(kept), training);
    }

    /** Dequantisation of bytes by uniform noise of half a level on either side. */
    private static Samples dequantised(Samples pictures, Rng rng) {
        float[] values = pictures.values().clone();
        for (int i = 0; i < pictures.rows(); i++) {
            Rng own = rng.at(i);
            for (int j = i * pictures.width(); j < (i + 1) * pictures.width(); j++) {
                values[j] += (float) (LEVEL * (own.nextDouble() - 0.5));
            }
        }
        return new Samples(values, pictures.shape());
    }
}
