package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/** Where a loss counts, told by how the energy there compares with that of data: a weight in [0, 1] for each point. */
@FunctionalInterface
public interface EnergyWeight extends SelfDescribing {

    /** The weights of points, given a mini-batch of data and the potential as it stands. */
    double[] at(Samples points, Samples data, Potential potential);

    /** Open everywhere: no energy is computed. */
    static EnergyWeight open() {
        return new UniformEnergyWeight();
    }

    /**
     * Open away from the data, shut among them.
     *
     * <pre>g(x) = σ(((V(x) - mean V(x₁)) / (ε s) - h) / w),   s = max(1, deviation of V(x₁) / ε)</pre>
     *
     * <p>Where transport paths cross the support of the data, their slope and that of the density, -ε ∇log p, cannot both
     * be had: V is one field. Behind this gate the density rules within h nats of its typical value, transport outside. In many
     * columns the data themselves scatter by more than a nat, by √(d/2) where they are normal: there h counts deviations.
     *
     * @param epsilon ε
     * @param height h, in nats above the mean energy of data, or in their deviations where these are more
     * @param width w, how soft the gate is, in the same unit
     */
    static EnergyWeight outside(double epsilon, double height, double width) {
        if (!(epsilon > 0) || !Double.isFinite(height) || !(width > 0)) {
            throw new UsageException(
                    "A gate of height " + height + " and width " + width + " at ε = " + epsilon + " was asked for.",
                    "ε and the width are above zero, the height is finite.",
                    "Choose for example a height of 2 and a width of 0.5.");
        }
        return new AwayFromData(epsilon, height, width);
    }
}
