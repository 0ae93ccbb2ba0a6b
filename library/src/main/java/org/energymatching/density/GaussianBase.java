package org.energymatching.density;

import org.energymatching.Samples;
import org.energymatching.tensor.Constant;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A Gaussian in the coordinates in which it is N(0, I): x = μ + L z, U₀ = ½|z|².
 *
 * @param gaussian N(μ, L·Lᵀ)
 * @param mean μ in the engine
 * @param factor L in the engine
 */
record GaussianBase(Gaussian gaussian, Constant mean, Constant factor) implements BaseDistribution {

    GaussianBase(Gaussian gaussian) {
        this(
                gaussian,
                Constant.of(rounded(gaussian.mean()), Shape.of(gaussian.mean().length)),
                Constant.of(rounded(gaussian.factor()), Shape.of(gaussian.mean().length, gaussian.mean().length)));
    }

    @Override
    public int width() {
        return gaussian.mean().length;
    }

    @Override
    public float[] draws(long first, int rows, Rng rng) {
        float[] z = new float[rows * width()];
        for (int i = 0; i < rows; i++) {
            Rng row = rng.at(first + i);
            for (int j = i * width(); j < (i + 1) * width(); j++) {
                z[j] = (float) row.nextGaussian();
            }
        }
        return z;
    }

    @Override
    public Tensor energy(Tensor z) {
        return z.square().sumPerRow().times(0.5);
    }

    @Override
    public Tensor drift(Tensor z) {
        return z.negate();
    }

    @Override
    public Tensor position(Tensor z) {
        return z.matmul(factor.on(z.device()).transpose()).plus(mean.on(z.device()));
    }

    @Override
    public Tensor pulledBack(Tensor slope) {
        return slope.matmul(factor.on(slope.device()));
    }

    @Override
    public float[] coordinates(Samples x) {
        return rounded(gaussian.centred(x, 0, x.rows())
                .timesTransposed(gaussian.whitening())
                .values());
    }

    @Override
    public double logVolume() {
        return 0.5 * width() * Math.log(2 * Math.PI) + gaussian.logVolume();
    }

    private static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            rounded[at] = (float) values[at];
        }
        return rounded;
    }
}
