package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/**
 * -log p(y|x) where chain i belongs to measurement i / {@code chains}.
 *
 * <p>Chains beyond the last measurement, which fill up a block, belong to the last.
 *
 * @param model how y came about
 * @param y one measurement after another
 * @param count how many there are
 * @param chains how many chains belong to each
 * @param first the number of the chain in row 0
 */
record Measured(ForwardModel model, float[] y, int count, int chains, long first) implements Likelihood {

    static Measured of(ForwardModel model, float[] y, int chains) {
        int count = RowBlock.rows(y, model.outputShape());
        if (chains < 1) {
            throw new UsageException(
                    "Each measurement was to have " + chains + " chains.",
                    "A measurement has at least one.",
                    "Ask for a positive number.");
        }
        for (int i = 0; i < y.length; i++) {
            if (!Float.isFinite(y[i])) {
                throw new UsageException(
                        "Value " + i + " of the measurement is " + y[i] + ".",
                        "What was measured is a finite number; what was not is left out by the operator.",
                        "Use Inpainting for values that are missing.");
            }
        }
        model.noise().require(y);
        return new Measured(model, y, count, chains, 0);
    }

    @Override
    public Likelihood forChains(long start, int rows) {
        if (count > 1 && start >= (long) count * chains) {
            throw new UsageException(
                    "Chain " + start + " has no measurement.",
                    "There are " + count + " measurements with " + chains + " chains each, " + (long) count * chains
                            + " chains in all.",
                    "Sample as many as that.");
        }
        return new Measured(model, y, count, chains, start);
    }

    @Override
    public Tensor negativeLog(Tensor x) {
        int rows = Math.toIntExact(RowBlock.require(x, model.inputShape(), model.operator()));
        return model.negativeLog(x, measurements(rows));
    }

    private Tensor measurements(int rows) {
        if (count == 1) {
            return Tensor.of(y, model.outputShape().batch(1));
        }
        int width = y.length / count;
        float[] each = new float[rows * width];
        for (int i = 0; i < rows; i++) {
            int measurement = (int) Math.min((first + i) / chains, count - 1);
            System.arraycopy(y, measurement * width, each, i * width, width);
        }
        return Tensor.of(each, model.outputShape().batch(rows));
    }
}
