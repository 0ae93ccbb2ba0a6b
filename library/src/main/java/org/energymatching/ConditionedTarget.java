package org.energymatching;

import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;
import org.energymatching.tensor.engine.RowIndex;

/**
 * The conditional density of missing values given the observed ones, exactly: with m = 1 at observed values y,
 *
 * <pre>
 * E(x) = U(m y + (1 - m) x) + ε/2 ‖m (x - y)‖²
 * </pre>
 *
 * <p>At equilibrium the missing values have the density exp(-U/ε) given y, whatever the kernel; the others are normal around y,
 * independent of them, and are to be replaced by y at the end.
 *
 * @param base U
 * @param observed y, zero where a value is missing, (rows, d)
 * @param mask m
 * @param rows how many there are
 * @param chains how many chains belong to each row
 * @param first the number of the chain in row 0
 * @param each the row of each chain of a block
 */
record ConditionedTarget(Target base, Constant observed, Constant mask, int rows, int chains, long first, RowIndex each)
        implements Target {

    static ConditionedTarget of(Target base, Samples observed, int chains) {
        if (chains < 1 || base.group() > 1) {
            throw new UsageException(
                    chains + " chains were to be conditioned on each row, in groups of " + base.group() + ".",
                    "There is at least one, and they do not interact.",
                    "Condition the potential alone.");
        }
        float[] values = observed.values().clone();
        float[] mask = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            mask[i] = Float.isNaN(values[i]) ? 0 : 1;
            values[i] = Float.isNaN(values[i]) ? 0 : values[i];
        }
        Shape shape = observed.shape();
        return new ConditionedTarget(
                base, Constant.of(values, shape), Constant.of(mask, shape), observed.rows(), chains, 0, RowIndex.of());
    }

    @Override
    public Device device() {
        return base.device();
    }

    @Override
    public Tensor energy(Tensor x, double[] epsilon) {
        Tensor y = ofChains(observed, x);
        Tensor m = ofChains(mask, x);
        Tensor apart = x.minus(y).times(m);
        return RowEnergies.of(base.energy(x.minus(apart), epsilon), x, "The target")
                .plus(apart.square().sumPerRow().times(0.5).timesRows(epsilon));
    }

    @Override
    public Tensor drift(Tensor x, double[] epsilon) {
        try (Scope scope = Scope.open()) {
            Tensor m = ofChains(mask, x);
            Tensor apart = x.minus(ofChains(observed, x)).times(m);
            Tensor drift = RowEnergies.slope(base.drift(x.minus(apart), epsilon), x, "The target");
            return scope.keep(drift.minus(drift.times(m)).minus(apart.timesRows(epsilon)));
        }
    }

    @Override
    public Target forChains(long start, int count) {
        return new ConditionedTarget(
                base.forChains(start, count), observed, mask, rows, chains, start, each(start, count));
    }

    @Override
    public Target unchecked() {
        return new ConditionedTarget(base.unchecked(), observed, mask, rows, chains, first, each);
    }

    private RowIndex each(long start, int count) {
        return RowIndex.of(IntStream.range(0, count)
                .map(i -> (int) Math.min((start + i) / chains, rows - 1))
                .toArray());
    }

    private Tensor ofChains(Constant all, Tensor x) {
        int count = Math.toIntExact(x.shape().at(0));
        return (each.size() == count ? each : each(first, count)).pick(all.on(x.device()));
    }
}
