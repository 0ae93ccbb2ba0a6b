package org.energymatching;

import org.energymatching.nn.Network;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The potential of a network with its parameters as they are, or come to be. That its rows do not depend on one another is
 * checked once.
 *
 * @param network V
 * @param separate the check
 * @param wide how many rows it computes together
 */
record NetworkPotential(Network network, SeparateRows separate, WideBlocks wide) implements Potential {

    @Override
    public Device device() {
        return network.parameters().device();
    }

    /** Whether chains gain from blocks of so many rows in place of {@code blockRows}, and keep their bits. */
    boolean together(int blockRows, int rows) {
        return network.architecture().gainsFromWideBlocks()
                && device().equals(Device.cpu())
                && wide.same(network, blockRows, rows);
    }

    @Override
    public Tensor energy(Tensor x) {
        return network.energy(x);
    }

    @Override
    public Tensor drift(Tensor x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(RowEnergies.slope(network.drift(x), x, RowEnergies.POTENTIAL));
        }
    }

    @Override
    public Tensor trainableDrift(Tensor x) {
        return RowEnergies.slope(network.trainableDrift(x), x, RowEnergies.POTENTIAL);
    }

    @Override
    public double[] energies(Samples x) {
        separate.require(this, x);
        return RowBlocks.energies(this, x);
    }

    @Override
    public Samples gradients(Samples x) {
        separate.require(this, x);
        return RowBlocks.gradients(this, x);
    }
}
