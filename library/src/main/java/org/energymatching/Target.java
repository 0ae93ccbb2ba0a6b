package org.energymatching;

import org.energymatching.tensor.Autodiff;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * What a chain at temperature ε descends: U(x) = V(x) + ε·R(x), whose equilibrium is exp(-V/ε)·exp(-R) (paper, section
 * 3.3).
 *
 * <p>Rows may stand at different temperatures, so ε comes as one number per row.
 */
@FunctionalInterface
public interface Target {

    /** U for each row: (B, …) and B temperatures to (B). */
    Tensor energy(Tensor x, double[] epsilon);

    /** The potential alone: U = V at every temperature. */
    static Target of(Potential potential) {
        return new Target() {
            @Override
            public Tensor energy(Tensor x, double[] epsilon) {
                return potential.energy(x);
            }

            @Override
            public Tensor drift(Tensor x, double[] epsilon) {
                return potential.drift(x);
            }
        };
    }

    /** -∇U(x), detached; (B, …) to (B, …). */
    default Tensor drift(Tensor x, double[] epsilon) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            return scope.keep(
                    Autodiff.gradient(energy(leaf, epsilon).sum(), leaf).negate());
        }
    }
}
