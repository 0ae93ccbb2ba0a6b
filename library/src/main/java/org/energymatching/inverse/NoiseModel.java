package org.energymatching.inverse;

import java.util.random.RandomGenerator;
import org.energymatching.tensor.Tensor;

/** How a measurement scatters around what the operator sees: p(y | A(x)), value by value. */
public interface NoiseModel {

    /**
     * -log p(y|a) of each row, up to a constant that does not depend on a: (B, …) to (B), with the graph of a.
     *
     * @param a what the operator sees, (B, …)
     * @param y what was measured, (B, …), or (1, …) for all rows
     */
    Tensor negativeLog(Tensor a, Tensor y);

    /** One noisy value of a clean one. */
    double draw(double a, RandomGenerator rng);

    /** The standard deviation of y where the clean value is a. */
    double deviation(double a);

    /** The largest second derivative of -log p(y|a) in a that is to be expected: what limits the step of a chain. */
    double curvature();

    /**
     * Refuses values that no measurement with this noise can have.
     *
     * @throws org.energymatching.error.UsageException naming the value
     */
    default void require(float[] y) {}

    /** y = a + σz, z ~ N(0, 1): {@link GaussianNoise}. */
    static NoiseModel gaussian(double sigma) {
        return new GaussianNoise(sigma);
    }

    /** Counted particles, at most about {@code peak} of them in a pixel: {@link PoissonNoise}. */
    static NoiseModel poisson(double peak) {
        return new PoissonNoise(peak, peak / 100);
    }
}
