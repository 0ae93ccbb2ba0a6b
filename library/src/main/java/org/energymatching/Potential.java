package org.energymatching;

import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Network;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * A scalar potential V(x), independent of time: one energy per row, (B, …) → (B) (paper, section 3).
 *
 * <p>Its negative gradient transports noise to data, and its values give the density p(x) ∝ exp(-V(x)/ε). A lambda is a
 * potential:
 *
 * <pre>{@code Potential quadratic = x -> x.square().sumPerRow().times(0.5);}</pre>
 *
 * <p>Rows must not depend on one another; the library evaluates them in blocks on all cores. A lambda that returns another
 * number of energies than rows, or mixes rows, causes a {@link org.energymatching.error.UsageException}.
 */
@FunctionalInterface
public interface Potential {

    /** V for each row: (B, …) to (B). */
    Tensor energy(Tensor x);

    /** The device of its computations, to which rows from Java are copied: that of a network's parameters, else the processor. */
    default Device device() {
        return Device.cpu();
    }

    /** Whether a loss with second derivatives of V can be differentiated; {@link Architecture#isSmooth}. */
    default boolean isSmooth() {
        return true;
    }

    /** The potential of a network with its current parameters. */
    static Potential of(Network network) {
        return new NetworkPotential(network, new SeparateRows(), new WideBlocks(), null, null);
    }

    /**
     * V(x | c): this potential under conditions, one for each row or one for all.
     *
     * @param condition c, encoded as {@link org.energymatching.condition.Conditions} says, (B, k) or (1, k)
     * @throws org.energymatching.error.UsageException if this potential has no conditions
     */
    default Potential given(Tensor condition) {
        throw Architecture.notConditional();
    }

    /**
     * V(x) + s (V(x | c) - V(x)): classifier-free guidance of scale s (Ho and Salimans, 2022).
     *
     * @param condition c, encoded, (B, k) or (1, k)
     * @param guidance s; 0 for no condition, 1 for V(x | c), more than 1 for rows that are more typical of the condition
     */
    default Potential given(Tensor condition, double guidance) {
        return guidance == 1
                ? given(condition)
                : times(1 - guidance).plus(given(condition).times(guidance));
    }

    /** The potential of rows {@code from} … {@code to - 1}: the same for all rows, unless each has its own condition. */
    default Potential rows(long from, long to) {
        return this;
    }

    /** V + V': the product of both densities at one temperature. */
    default Potential plus(Potential other) {
        Potential self = this;
        return new Potential() {
            @Override
            public Device device() {
                return self.device();
            }

            @Override
            public Potential given(Tensor condition) {
                return self.given(condition).plus(other.given(condition));
            }

            @Override
            public Potential rows(long from, long to) {
                return self.rows(from, to).plus(other.rows(from, to));
            }

            @Override
            public boolean isSmooth() {
                return self.isSmooth() && other.isSmooth();
            }

            @Override
            public Tensor energy(Tensor x) {
                return RowEnergies.of(self.energy(x), x, "The first potential")
                        .plus(RowEnergies.of(other.energy(x), x, "The second potential"));
            }

            @Override
            public Tensor drift(Tensor x) {
                try (Scope scope = Scope.open()) {
                    return scope.keep(RowEnergies.slope(self.drift(x), x, "The first potential")
                            .plus(RowEnergies.slope(other.drift(x), x, "The second potential")));
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
            public Device device() {
                return self.device();
            }

            @Override
            public Potential given(Tensor condition) {
                return self.given(condition).times(weight);
            }

            @Override
            public Potential rows(long from, long to) {
                return self.rows(from, to).times(weight);
            }

            @Override
            public boolean isSmooth() {
                return self.isSmooth();
            }

            @Override
            public Tensor energy(Tensor x) {
                return RowEnergies.of(self.energy(x), x, RowEnergies.POTENTIAL).times(weight);
            }

            @Override
            public Tensor drift(Tensor x) {
                try (Scope scope = Scope.open()) {
                    return scope.keep(RowEnergies.slope(self.drift(x), x, RowEnergies.POTENTIAL)
                            .times(weight));
                }
            }

            @Override
            public Tensor trainableDrift(Tensor x) {
                return self.trainableDrift(x).times(weight);
            }
        };
    }

    /**
     * V with a barrier around a region: V(x) + ½ dist(x)²/w². At temperature ε samples reach about w √ε beyond the wall. Steps
     * of chains must be shorter than w², since the curvature of the wall is 1/w².
     *
     * @param region the region of the samples
     * @param width w, in the units of x
     */
    default Potential within(Region region, double width) {
        if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A barrier of width " + width + " was asked for.",
                    "A width is finite and above zero, in the units of x.",
                    "Choose for example a tenth of the region's size.");
        }
        return plus(x -> region.squaredDistance(x).times(0.5 / (width * width)));
    }

    /** The drift -∇V(x) of samplers, detached: (B, …) to (B, …). */
    default Tensor drift(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            return scope.keep(Autodiff.gradient(
                            RowEnergies.of(energy(leaf), leaf, RowEnergies.POTENTIAL)
                                    .sum(),
                            leaf)
                    .negate());
        }
    }

    /**
     * -∇V(x) with its graph: a loss on it is differentiated with respect to the parameters, and x where x is recorded, by
     * second derivatives.
     */
    default Tensor trainableDrift(Tensor x) {
        Tensor leaf = Autodiff.recorded(x);
        return Autodiff.differentiableGradient(
                        RowEnergies.of(energy(leaf), leaf, RowEnergies.POTENTIAL)
                                .sum(),
                        leaf)
                .negate();
    }

    /** V of each row, as Java values. */
    default double[] energies(Samples x) {
        new SeparateRows().require(this, x);
        return RowBlocks.energies(this, x);
    }

    /** dV/dx of each row, as Java values in the shape of x. */
    default Samples gradients(Samples x) {
        new SeparateRows().require(this, x);
        return RowBlocks.gradients(this, x);
    }
}
