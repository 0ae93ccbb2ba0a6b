package org.energymatching.inverse;

import java.util.random.RandomGenerator;
import org.energymatching.tensor.Tensor;

/** The noise of a measurement: p(y | A(x)), value by value. */
public interface NoiseModel {

    /**
     * -log p(y|a) of each row, up to a constant that does not depend on a: (B, …) to (B), with the graph of a.
     *
     * @param a A(x), (B, …)
     * @param y the measurement, (B, …), or (1, …) for all rows
     */
    Tensor negativeLog(Tensor a, Tensor y);

    /** Draws the noisy value of a clean one. */
    double draw(double a, RandomGenerator rng);

    /** The standard deviation of y where the clean value is a. */
    double deviation(double a);

    /** The largest expected second derivative of -log p(y|a) in a, which limits the step of a chain. */
    double curvature();

    /**
     * Refuses values that no measurement with this noise can have.
     *
     * @throws org.energymatching.error.UsageException which names the value
     */
    default void require(float[] y) {}

    /** y = a + σz, z ~ N(0, 1): {@link GaussianNoise}. */
    static NoiseModel gaussian(double sigma) {
        return new GaussianNoise(sigma);
    }

    /** Poisson noise of counts, with about {@code peak} particles in the brightest pixel: {@link PoissonNoise}. */
    static NoiseModel poisson(double peak) {
        return new PoissonNoise(peak, peak / 100);
    }
}
