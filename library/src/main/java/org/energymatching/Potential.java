package org.energymatching;

import java.util.List;
import org.energymatching.nn.Network;
import org.energymatching.tensor.Autodiff;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * A scalar potential V(x), independent of time: one energy per row, (B, …) → (B) (paper, section 3).
 *
 * <p>Its slope carries noise to data, its values say how likely a point is: p(x) ∝ exp(-V(x)/ε). Yours is a lambda:
 *
 * <pre>{@code Potential bowl = x -> x.square().sumPerRow().times(0.5);}</pre>
 *
 * <p>Rows must not depend on one another; the library evaluates them in blocks on all cores.
 */
@FunctionalInterface
public interface Potential {

    /** V for each row: (B, …) to (B). */
    Tensor energy(Tensor x);

    /** The potential of a network with its parameters as they are, or come to be. */
    static Potential of(Network network) {
        return new Potential() {
            @Override
            public Tensor energy(Tensor x) {
                return network.energy(x);
            }

            @Override
            public Tensor drift(Tensor x) {
                try (Scope scope = Scope.open()) {
                    return scope.keep(network.drift(x));
                }
            }

            @Override
            public Tensor trainableDrift(Tensor x) {
                return network.trainableDrift(x);
            }
        };
    }

    /** V + V': the product of both densities at one temperature. */
    default Potential plus(Potential other) {
        Potential self = this;
        return new Potential() {
            @Override
            public Tensor energy(Tensor x) {
                return RowEnergies.of(self.energy(x), x, "The first potential")
                        .plus(RowEnergies.of(other.energy(x), x, "The second potential"));
            }

            @Override
            public Tensor drift(Tensor x) {
                try (Scope scope = Scope.open()) {
                    return scope.keep(self.drift(x).plus(other.drift(x)));
                }
            }

            @Override
            public Tensor trainableDrift(Tensor x) {
                return self.trainableDrift(x).plus(other.trainableDrift(x));
            }
        };
    }

    /** w·V: the density to the power w. */
    default Potential times(double weight) {
        Potential self = this;
        return new Potential() {
            @Override
            public Tensor energy(Tensor x) {
                return self.energy(x).times(weight);
            }

            @Override
            public Tensor drift(Tensor x) {
                try (Scope scope = Scope.open()) {
                    return scope.keep(self.drift(x).times(weight));
                }
            }

            @Override
            public Tensor trainableDrift(Tensor x) {
                return self.trainableDrift(x).times(weight);
            }
        };
    }

    /** -∇V(x), detached: what samplers follow; (B, …) to (B, …). */
    default Tensor drift(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            return scope.keep(Autodiff.gradient(energy(leaf).sum(), leaf).negate());
        }
    }

    /**
     * -∇V(x) with its graph: a loss on it reaches the parameters, and x where x is recorded, through second derivatives.
     */
    default Tensor trainableDrift(Tensor x) {
        Tensor leaf = Autodiff.recorded(x);
        return Autodiff.differentiableGradient(energy(leaf).sum(), leaf).negate();
    }

    /** V of each row, as Java values. */
    default double[] energies(Samples x) {
        List<float[]> blocks = RowBlocks.map(x, block -> energy(block).detach().floats());
        double[] energies = new double[x.rows()];
        int row = 0;
        for (float[] block : blocks) {
            for (float energy : block) {
                energies[row++] = energy;
            }
        }
        return energies;
    }

    /** dV/dx of each row, as Java values in the shape of x. */
    default Samples gradients(Samples x) {
        return RowBlocks.join(RowBlocks.map(x, block -> drift(block).negate().floats()), x.shape());
    }
}
