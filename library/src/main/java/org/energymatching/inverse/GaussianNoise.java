package org.energymatching.inverse;

import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/**
 * Independent normal errors: y = a + σz, so -log p(y|a) = ‖y - a‖² / (2σ²) + constant.
 *
 * <p>The paper writes ‖y - a‖² / ζ² (section 3.3), which is the same for ζ² = 2σ²: {@link #ofZeta}.
 *
 * @param sigma σ, in the unit of the measurement: for pixels the range is 2, from -1 to 1
 */
public record GaussianNoise(double sigma) implements NoiseModel {

    /** Checks σ. */
    public GaussianNoise {
        if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "Gaussian noise of deviation " + sigma + " was asked for.",
                    "The deviation is a positive number: a measurement without any noise would pull on chains"
                            + " infinitely hard.",
                    "For exact measurements take a deviation that is small against the data, such as 0.01 for pixels,"
                            + " and put the measured values in place at the end (Inpainting.project).");
        }
    }

    /** Noise by the paper's ζ: σ = ζ/√2. */
    public static GaussianNoise ofZeta(double zeta) {
        return new GaussianNoise(zeta / Math.sqrt(2));
    }

    @Override
    public Tensor negativeLog(Tensor a, Tensor y) {
        return a.minus(y).square().sumPerRow().times(0.5 / (sigma * sigma));
    }

    @Override
    public double draw(double a, RandomGenerator rng) {
        return a + sigma * rng.nextGaussian();
    }

    @Override
    public double deviation(double a) {
        return sigma;
    }

    @Override
    public double curvature() {
        return 1 / (sigma * sigma);
    }
}
