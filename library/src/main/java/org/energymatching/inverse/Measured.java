package org.energymatching.inverse;

import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;
import org.energymatching.tensor.engine.RowIndex;
import org.jspecify.annotations.Nullable;

/**
 * -log p(y|x) where chain i belongs to measurement i / {@code chains}; the measurements are copied to the engine once.
 *
 * <p>Chains beyond the last measurement, which fill a block, belong to the last one. Values that were not measured do not
 * count: they are zero in y and in A(x).
 *
 * @param model the forward model of y
 * @param y one measurement after another, (count, …), zero at values that were not measured
 * @param known 1 for measured values and 0 for others; null if all were measured
 * @param count how many measurements there are
 * @param chains how many chains belong to each
 * @param first the number of the chain in row 0
 * @param each the measurement of each chain
 */
record Measured(
        ForwardModel model, Constant y, @Nullable Constant known, int count, int chains, long first, RowIndex each)
        implements Likelihood {

    /** With all values measured. */
    static Measured of(ForwardModel model, float[] y, int chains) {
        for (int i = 0; i < y.length; i++) {
            if (!Float.isFinite(y[i])) {
                throw new UsageException(
                        "Value " + i + " of the measurement is " + y[i] + ".",
                        "What was measured is a finite number; what was not is left out by the operator.",
                        "Use Inpainting for values that are missing.");
            }
        }
        return withGaps(model, y, chains);
    }

    /** With NaN for values that were not measured. */
    static Measured withGaps(ForwardModel model, float[] y, int chains) {
        int count = RowBlock.rows(y, model.outputShape());
        if (chains < 1) {
            throw new UsageException(
                    "Each measurement was to have " + chains + " chains.",
                    "A measurement has at least one.",
                    "Ask for a positive number.");
        }
        float[] values = y.clone();
        float[] known = new float[y.length];
        boolean gaps = false;
        for (int i = 0; i < y.length; i++) {
            boolean missing = Float.isNaN(y[i]);
            values[i] = missing ? 0 : y[i];
            known[i] = missing ? 0 : 1;
            gaps |= missing;
        }
        model.noise().require(values);
        Shape shape = model.outputShape().batch(count);
        return new Measured(
                model,
                Constant.of(values, shape),
                gaps ? Constant.of(known, shape) : null,
                count,
                chains,
                0,
                each(0, 0, count, chains));
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
        return new Measured(model, y, known, count, chains, start, each(start, count == 1 ? 0 : rows, count, chains));
    }

    private static RowIndex each(long first, int rows, int count, int chains) {
        return RowIndex.of(IntStream.range(0, rows)
                .map(i -> (int) Math.min((first + i) / chains, count - 1))
                .toArray());
    }

    @Override
    public Tensor negativeLog(Tensor x) {
        int rows = Math.toIntExact(RowBlock.require(x, model.inputShape(), model.operator()));
        Tensor seen = model.operator().apply(x);
        return model.noise()
                .negativeLog(known == null ? seen : seen.times(ofChains(known, x, rows)), ofChains(y, x, rows));
    }

    /** The rows that belong to the chains of a block; one for all where there is one measurement. */
    private Tensor ofChains(Constant all, Tensor x, int rows) {
        if (count == 1) {
            return all.on(x.device());
        }
        RowIndex measurements = each.size() == rows ? each : each(first, rows, count, chains);
        return measurements.pick(all.on(x.device()));
    }
}
