package org.energymatching.inverse;

import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Constant;
import org.energymatching.tensor.RowIndex;
import org.energymatching.tensor.Tensor;

/**
 * -log p(y|x) where chain i belongs to measurement i / {@code chains}.
 *
 * <p>Chains beyond the last measurement, which fill up a block, belong to the last.
 *
 * @param model how y came about
 * @param y one measurement after another, (count, …): in the engine once for all chains
 * @param count how many there are
 * @param chains how many chains belong to each
 * @param first the number of the chain in row 0
 * @param each the measurement of each chain
 */
record Measured(ForwardModel model, Constant y, int count, int chains, long first, RowIndex each)
        implements Likelihood {

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
        Constant once = Constant.of(y.clone(), model.outputShape().batch(count));
        return new Measured(model, once, count, chains, 0, each(0, 0, count, chains));
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
        return new Measured(model, y, count, chains, start, each(start, count == 1 ? 0 : rows, count, chains));
    }

    private static RowIndex each(long first, int rows, int count, int chains) {
        return RowIndex.of(IntStream.range(0, rows)
                .map(i -> (int) Math.min((first + i) / chains, count - 1))
                .toArray());
    }

    @Override
    public Tensor negativeLog(Tensor x) {
        int rows = Math.toIntExact(RowBlock.require(x, model.inputShape(), model.operator()));
        Tensor all = y.on(x.device());
        if (count == 1) {
            return model.negativeLog(x, all);
        }
        RowIndex measurements = each.size() == rows ? each : each(first, rows, count, chains);
        return model.negativeLog(x, measurements.pick(all));
    }
}
