package org.energymatching;

import java.util.concurrent.atomic.AtomicBoolean;
import org.energymatching.tensor.Tensor;

/**
 * A potential alone as what chains descend: U = V at every temperature. That its rows do not depend on one another is checked
 * at the first step.
 *
 * @param potential V
 * @param checked whether that is done
 */
record PotentialTarget(Potential potential, AtomicBoolean checked) implements Target {

    @Override
    public Tensor energy(Tensor x, double[] epsilon) {
        check(x);
        return RowEnergies.of(potential.energy(x), x, RowEnergies.POTENTIAL);
    }

    @Override
    public Tensor drift(Tensor x, double[] epsilon) {
        check(x);
        return RowEnergies.slope(potential.drift(x), x, RowEnergies.POTENTIAL);
    }

    private void check(Tensor x) {
        if (checked.compareAndSet(false, true)) {
            RowEnergies.requireSeparate(potential, x.detach());
        }
    }
}
