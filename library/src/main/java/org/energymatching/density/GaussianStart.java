package org.energymatching.density;

import org.energymatching.Samples;
import org.energymatching.tensor.DoubleMatrix;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A Gaussian in the coordinates in which it is N(0, I): x = μ + L z, U₀ = ½|z|².
 *
 * @param gaussian N(μ, L·Lᵀ)
 */
record GaussianStart(Gaussian gaussian) implements AnnealedStart {

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
        return z.matmul(factor().transpose()).plus(Tensor.of(gaussian.mean()));
    }

    @Override
    public Tensor pulledBack(Tensor slope) {
        return slope.matmul(factor());
    }

    @Override
    public float[] coordinates(Samples x) {
        DoubleMatrix white = gaussian.centred(x, 0, x.rows()).timesTransposed(gaussian.whitening());
        float[] z = new float[white.values().length];
        for (int at = 0; at < z.length; at++) {
            z[at] = (float) white.values()[at];
        }
        return z;
    }

    @Override
    public double logVolume() {
        return 0.5 * width() * Math.log(2 * Math.PI) + gaussian.logVolume();
    }

    private Tensor factor() {
        float[] factor = new float[gaussian.factor().length];
        for (int at = 0; at < factor.length; at++) {
            factor[at] = (float) gaussian.factor()[at];
        }
        return Tensor.of(factor, Shape.of(width(), width()));
    }
}
