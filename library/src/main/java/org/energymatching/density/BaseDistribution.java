package org.energymatching.density;

import static org.energymatching.tensor.engine.DoubleMatrix.rounded;

import org.energymatching.Samples;
import org.energymatching.nn.potential.MixturePotential;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;
import org.jspecify.annotations.Nullable;

/**
 * The base distribution of annealed chains, in coordinates z in which its mean is 0 and its covariance I:
 *
 * <pre>x = μ + L z,   U₀ = ½|z|² of a Gaussian, -log q(x) of a mixture q</pre>
 *
 * @param gaussian N(μ, L·Lᵀ)
 * @param mean μ in the engine
 * @param factor L in the engine
 * @param mixture q, of the mean μ and the covariance L·Lᵀ; null for the Gaussian itself
 */
record BaseDistribution(
        Gaussian gaussian,
        Constant mean,
        Constant factor,
        @Nullable Mixture mixture) {

    /** A mixture q and -log q. */
    private record Mixture(GaussianMixture density, MixturePotential negativeLog) {}

    private static BaseDistribution of(Gaussian gaussian, @Nullable Mixture mixture) {
        int d = gaussian.mean().length;
        return new BaseDistribution(
                gaussian,
                Constant.of(rounded(gaussian.mean()), Shape.of(d)),
                Constant.of(rounded(gaussian.factor()), Shape.of(d, d)),
                mixture);
    }

    static BaseDistribution of(Gaussian gaussian) {
        return of(gaussian, null);
    }

    static BaseDistribution of(GaussianMixture mixture) {
        return of(mixture.moments(), new Mixture(mixture, mixture.energy()));
    }

    /** The number of values in a row. */
    int width() {
        return gaussian.mean().length;
    }

    /** Draws z, row i from {@code rng.at(first + i)}. */
    float[] draws(long first, int rows, Rng rng) {
        if (mixture != null) {
            return coordinates(mixture.density.sample(first, rows, rng));
        }
        float[] z = new float[rows * width()];
        for (int i = 0; i < rows; i++) {
            Rng row = rng.at(first + i);
            for (int j = i * width(); j < (i + 1) * width(); j++) {
                z[j] = (float) row.nextGaussian();
            }
        }
        return z;
    }

    /** U₀(z), where exp(-U₀) is the unnormalised density: (B, d) to (B). */
    Tensor energy(Tensor z) {
        return mixture == null ? z.square().sumPerRow().times(0.5) : mixture.negativeLog.of(position(z));
    }

    /** -∇U₀(z): (B, d) to (B, d). */
    Tensor drift(Tensor z) {
        return mixture == null ? z.negate() : pullback(mixture.negativeLog.drift(position(z)));
    }

    /** x at z: (B, d) to (B, d). */
    Tensor position(Tensor z) {
        return z.matmul(factor.on(z.device()).transpose()).plus(mean.on(z.device()));
    }

    /** The pullback of a drift from x to z: (B, d) to (B, d). */
    Tensor pullback(Tensor drift) {
        return drift.matmul(factor.on(drift.device()));
    }

    /** z at rows x. */
    float[] coordinates(Samples x) {
        return rounded(gaussian.centred(x, 0, x.rows())
                .timesTransposed(gaussian.whitening())
                .values());
    }

    /** log ∫ exp(-U₀) dz + log |det dx/dz|: log Z in x is a log ratio of normalizers in z plus this. */
    double logNormalizer() {
        return mixture == null ? 0.5 * width() * Math.log(2 * Math.PI) + gaussian.logAbsDeterminant() : 0;
    }
}
