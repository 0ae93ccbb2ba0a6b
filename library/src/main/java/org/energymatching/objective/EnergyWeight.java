package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/** A weight in [0, 1] of a loss at each point, by the point's energy beside that of data. */
@FunctionalInterface
public interface EnergyWeight extends SelfDescribing {

    /**
     * The weights of points.
     *
     * @param points (B, …)
     * @param data a mini-batch of data
     * @param potential as it is in this step
     * @return (B)
     */
    Tensor at(Tensor points, Tensor data, Potential potential);

    /** One everywhere: no energy is computed. */
    static EnergyWeight everywhere() {
        return new UniformEnergyWeight();
    }

    /**
     * One away from the data, zero among them.
     *
     * <pre>g(x) = σ(((V(x) - mean V(x₁)) / (ε s) - h) / w),   s = max(1, deviation of V(x₁) / ε)</pre>
     *
     * <p>Where transport paths cross the support of the data, their velocity and the drift of the density, ε ∇log p, cannot both
     * be had: V is one field. With this weight the density decides within h nats of its typical value, transport outside. In many
     * columns the data themselves scatter by more than a nat, by √(d/2) where they are normal: there h counts deviations.
     *
     * @param epsilon ε
     * @param height h, in nats above the mean energy of data, or in their deviations where these are more
     * @param width w, how soft the transition is, in the same unit
     */
    static EnergyWeight awayFromData(double epsilon, double height, double width) {
        if (!(epsilon > 0) || !Double.isFinite(height) || !(width > 0)) {
            throw new UsageException(
                    "A weight of height " + height + " and width " + width + " at ε = " + epsilon + " was asked for.",
                    "ε and the width are above zero, the height is finite.",
                    "Choose for example a height of 2 and a width of 0.5.");
        }
        return new AwayFromData(epsilon, height, width);
    }
}
