package org.energymatching.protein;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Adam;
import org.energymatching.nn.Parameters;
import org.energymatching.schedule.LearningRate;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * The optimisation of a small network: Adam on mini-batches, with cosine decay of the learning rate to zero.
 *
 * @param steps the number of mini-batches
 * @param batchSize the rows of one
 * @param learningRate at the first step
 */
public record Fitting(int steps, int batchSize, double learningRate) {

    public Fitting {
        if (steps < 1 || batchSize < 1) {
            throw new UsageException(
                    steps + " steps on batches of " + batchSize + " were asked for.",
                    "There is at least one step, and one row in a batch.",
                    "Take for example 2000 steps on batches of 128.");
        }
        LearningRate.constant(learningRate);
    }

    /** The loss: the mean over the rows of a mini-batch. */
    @FunctionalInterface
    interface Loss {

        /**
         * The loss with the graph of the weights.
         *
         * @param rows the row numbers
         * @param progress the share of the steps that are done, in [0, 1)
         */
        Tensor of(Parameters weights, int[] rows, double progress, Rng rng);
    }

    /**
     * Fits the parameters in place, on the calling thread.
     *
     * @param rows the number of rows to draw from
     * @param onStep is called after every step
     */
    void fit(Parameters parameters, Loss loss, int rows, Rng rng, IntConsumer onStep) {
        LearningRate rate = LearningRate.cosine(learningRate);
        Parameters leaves = parameters.trainable();
        try (Adam adam = Adam.create(parameters.size(), 0.9, 0.999, parameters.device())) {
            for (int step = 0; step < steps; step++) {
                Rng own = rng.at(step);
                int[] batch = new int[Math.min(rows, batchSize)];
                Arrays.setAll(batch, i -> own.nextInt(rows));
                try (Scope scope = Scope.open()) {
                    Tensor value = loss.of(leaves, batch, (double) step / steps, own);
                    requireFinite(value.item(), step);
                    List<Tensor> gradients = Autodiff.gradients(value, leaves.leaves(), false).stream()
                            .map(gradient -> gradient.reshape(-1))
                            .toList();
                    adam.update(parameters, Tensor.concat(gradients, 0), rate.at(step, steps), step + 1L);
                }
                onStep.accept(step + 1);
            }
        } finally {
            leaves.close();
        }
    }

    private void requireFinite(double loss, int step) {
        if (!Double.isFinite(loss)) {
            throw new FailedException(
                    "The loss became " + loss + " at step " + (step + 1) + " of " + steps + ".",
                    "Losses are finite numbers.",
                    "Lower the learning rate, now " + learningRate + ".");
        }
    }
}
