package org.energymatching.inverse;

import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/**
 * Poisson noise of counts n ~ Poisson(λ(a)), in the unit of pixels as y = 2 (n - b) / peak - 1, whose mean is a.
 *
 * <pre>
 * λ(a) = peak · (a + 1)/2 + b                for a ≥ -1
 * λ(a) = b · exp(peak · (a + 1) / (2b))      below: positive, and as smooth as it needs to be for chains out there
 *
 * -log p(y|a) = λ(a) - n log λ(a) + constant
 * </pre>
 *
 * @param peak the mean number of particles from a white pixel, a = 1
 * @param background b, the mean count of a black pixel; with b = 0 a single count would exclude a black pixel
 */
record PoissonNoise(double peak, double background) implements NoiseModel {

    /** How far a count may be below zero by rounding. */
    private static final double ROUNDING = 1e-3;

    /** Checks both. */
    public PoissonNoise {
        if (!(peak > 0 && peak < 1e9 && background > 0 && background < 1e9)) {
            throw new UsageException(
                    "Poisson noise with the peak " + peak + " and the background " + background + " was asked for.",
                    "Both are positive numbers of particles.",
                    "A peak of 10 is very noisy, 1000 nearly clean; a hundredth of the peak is a usual background.");
        }
    }

    /** λ(a), value by value. */
    Tensor rate(Tensor a) {
        Tensor signal = a.plus(1).times(peak / 2);
        Tensor lit = signal.relu();
        return lit.plus(signal.minus(lit).times(1 / background).exp().times(background));
    }

    /** λ(a). */
    double rate(double a) {
        double signal = peak * (a + 1) / 2;
        return signal >= 0 ? signal + background : background * Math.exp(signal / background);
    }

    @Override
    public Tensor negativeLog(Tensor a, Tensor y) {
        Tensor rate = rate(a);
        Tensor counts = y.plus(1).times(peak / 2).plus(background);
        return rate.minus(logRate(a).times(counts)).sumPerRow();
    }

    /** log λ(a), which stays finite where λ itself is too small for a float. */
    private Tensor logRate(Tensor a) {
        Tensor signal = a.plus(1).times(peak / 2);
        Tensor lit = signal.relu();
        return lit.plus(background).log().plus(signal.minus(lit).times(1 / background));
    }

    @Override
    public double draw(double a, RandomGenerator rng) {
        return 2 * (count(rate(a), rng) - background) / peak - 1;
    }

    @Override
    public double deviation(double a) {
        return 2 * Math.sqrt(rate(a)) / peak;
    }

    /** That of a pixel with only the background and the expected number of counts: peak² / (4b). */
    @Override
    public double curvature() {
        return peak * peak / (4 * background);
    }

    @Override
    public void require(float[] y) {
        for (int i = 0; i < y.length; i++) {
            double counts = (y[i] + 1) * peak / 2 + background;
            if (counts < -ROUNDING * Math.max(1, background)) {
                throw new UsageException(
                        "Value " + i + " of the measurement, " + y[i] + ", stands for " + counts + " particles.",
                        "Counts are not negative: with this peak and background values begin at "
                                + (-2 * background / peak - 1) + ".",
                        "Give the peak and the background that the measurement was made with, or use Gaussian noise.");
            }
        }
    }

    /** A Poisson deviate by sequential search; large rates are a sum of smaller ones, whose probabilities do not underflow. */
    static long count(double rate, RandomGenerator rng) {
        long count = 0;
        double left = rate;
        while (left > 0) {
            double part = Math.min(left, 500);
            left -= part;
            double chance = Math.exp(-part);
            double u = rng.nextDouble();
            for (int n = 1; u >= chance && chance > 0; n++) {
                u -= chance;
                chance *= part / n;
                count++;
            }
        }
        return count;
    }
}
