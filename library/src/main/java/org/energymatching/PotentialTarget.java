package org.energymatching;

import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;

/**
 * A potential as the target of chains: U = V at every temperature. The first step of two rows or more checks that the rows do
 * not depend on one another.
 *
 * @param potential V
 * @param separate the check
 */
record PotentialTarget(Potential potential, SeparateRows separate) implements Target {

    @Override
    public Device device() {
        return potential.device();
    }

    @Override
    public boolean together(int blockRows, int rows) {
        return potential instanceof NetworkPotential known && known.together(blockRows, rows);
    }

    @Override
    public Target forChains(long first, int rows) {
        return new PotentialTarget(potential.rows(first, first + rows), separate);
    }

    @Override
    public Tensor energy(Tensor x, double[] epsilon) {
        separate.require(potential, x);
        return RowEnergies.of(potential.energy(x), x, RowEnergies.POTENTIAL);
    }

    @Override
    public Tensor drift(Tensor x, double[] epsilon) {
        separate.require(potential, x);
        return RowEnergies.slope(potential.drift(x), x, RowEnergies.POTENTIAL);
    }
}
