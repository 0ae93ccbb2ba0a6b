package org.energymatching.density;

import org.energymatching.Samples;
import org.energymatching.nn.MixtureEnergy;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * A mixture of Gaussians in the coordinates of the data: x = z, U₀ = -log q(x).
 *
 * @param mixture q
 * @param log U₀
 */
record MixtureStart(GaussianMixture mixture, MixtureEnergy log) implements AnnealedStart {

    static MixtureStart of(GaussianMixture mixture) {
        return new MixtureStart(mixture, mixture.energy());
    }

    @Override
    public int width() {
        return log.inputs();
    }

    @Override
    public float[] draws(long first, int rows, Rng rng) {
        return mixture.sample(first, rows, rng).values();
    }

    @Override
    public Tensor energy(Tensor z) {
        return log.of(z);
    }

    @Override
    public Tensor drift(Tensor z) {
        return log.drift(z);
    }

    @Override
    public Tensor position(Tensor z) {
        return z;
    }

    @Override
    public Tensor pulledBack(Tensor slope) {
        return slope;
    }

    @Override
    public float[] coordinates(Samples x) {
        return x.values().clone();
    }

    @Override
    public double logVolume() {
        return 0;
    }
}
