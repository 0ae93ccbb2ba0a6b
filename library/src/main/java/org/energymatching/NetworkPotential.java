package org.energymatching;

import java.util.concurrent.atomic.AtomicBoolean;
import org.energymatching.nn.Network;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The potential of a network with its parameters as they are, or come to be. That its rows do not depend on one another is
 * checked once.
 *
 * @param network V
 * @param checked whether that is done
 */
record NetworkPotential(Network network, AtomicBoolean checked) implements Potential {

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
        double[] energies = RowBlocks.energies(this, x, due(x));
        checked.compareAndSet(false, x.rows() > 1);
        return energies;
    }

    @Override
    public Samples gradients(Samples x) {
        Samples gradients = RowBlocks.gradients(this, x, due(x));
        checked.compareAndSet(false, x.rows() > 1);
        return gradients;
    }

    /** Whether rows are to be tried in another order: once, where there are two. */
    private boolean due(Samples x) {
        return x.rows() > 1 && !checked.get();
    }
}
