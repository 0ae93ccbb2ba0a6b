package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/** A weight in [0, 1] of a loss at each point, which depends on the point's energy relative to that of data. */
@FunctionalInterface
public interface EnergyWeight extends SelfDescribing {

    /**
     * The weights of points.
     *
     * @param points (B, …)
     * @param data a mini-batch of data
     * @param potential the potential in this step
     * @return (B)
     */
    Tensor at(Tensor points, Tensor data, Potential potential);

    /** The weight 1 everywhere: no energy is computed. */
    static EnergyWeight everywhere() {
        return new UniformEnergyWeight();
    }

    /**
     * A weight of about 1 away from the data and about 0 among them.
     *
     * <pre>g(x) = σ(((V(x) - mean V(x₁)) / (ε s) - h) / w),   s = max(1, deviation of V(x₁) / ε)</pre>
     *
     * <p>Where transport paths cross the support of the data, -∇V cannot be both their velocity and the drift of the density, ε
     * ∇log p. With this weight -∇V is fitted to the drift within h nats of the data's typical energy, and to the velocity
     * outside. In high dimensions the energy of data varies by more than a nat, by √(d/2) for normal data: there the unit of h
     * is this deviation.
     *
     * @param epsilon ε
     * @param height h, in nats above the mean energy of data, or in its deviations where these are larger
     * @param width w, the width of the transition, in the same unit
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
