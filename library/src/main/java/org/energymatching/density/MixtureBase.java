package org.energymatching.density;

import org.energymatching.Samples;
import org.energymatching.nn.potential.MixturePotential;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * A mixture of Gaussians in the coordinates in which its mean is 0 and its covariance I: x = μ + L z, U₀ = -log q(x).
 *
 * @param mixture q
 * @param log U₀ at x
 * @param frame N(μ, L·Lᵀ), the Gaussian of the same mean and covariance
 */
record MixtureBase(GaussianMixture mixture, MixturePotential log, GaussianBase frame) implements BaseDistribution {

    static MixtureBase of(GaussianMixture mixture) {
        return new MixtureBase(mixture, mixture.energy(), new GaussianBase(mixture.moments()));
    }

    @Override
    public int width() {
        return frame.width();
    }

    @Override
    public float[] draws(long first, int rows, Rng rng) {
        return coordinates(mixture.sample(first, rows, rng));
    }

    @Override
    public Tensor energy(Tensor z) {
        return log.of(position(z));
    }

    @Override
    public Tensor drift(Tensor z) {
        return pulledBack(log.drift(position(z)));
    }

    @Override
    public Tensor position(Tensor z) {
        return frame.position(z);
    }

    @Override
    public Tensor pulledBack(Tensor slope) {
        return frame.pulledBack(slope);
    }

    @Override
    public float[] coordinates(Samples x) {
        return frame.coordinates(x);
    }

    /** ∫ q dx = 1, whatever the coordinates. */
    @Override
    public double logVolume() {
        return 0;
    }
}
