package org.energymatching.objective;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.energymatching.Density;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.Samples;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.WidenedMixture;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * Noise-contrastive estimation: classifies data against noise of a known density q by exp(-V/ε)/Z, which fits the relative mass
 * of regions that short chains do not connect.
 *
 * <pre>
 * ℓ(x) = -V(x)/ε - log Z - log q(x) - log ν
 * L_NCE = -mean log σ(ℓ(x₁)) - ν mean log σ(-ℓ(x_q)),   ν x_q for each x₁
 * </pre>
 *
 * <p>Its minimum is V = -ε log p_data + constant wherever q &gt; 0, whatever q is; training is fastest where q resembles the
 * data. log Z is not a parameter: for each mini-batch it has its optimal value, at which the weights of data and of noise
 * balance. (M. Gutmann and A. Hyvärinen, "Noise-contrastive estimation", 2010.)
 *
 * @param epsilon ε
 * @param noise q, which is sampled and evaluated
 * @param ratio ν, points of noise for each point of data
 */
public record NoiseContrastiveEstimation(double epsilon, Density noise, int ratio) implements Objective {

    private static final int HALVINGS = 60;
    private static final double MARGIN = 40;

    /** Checks the numbers. */
    public NoiseContrastiveEstimation {
        if (!(epsilon > 0) || ratio < 1) {
            throw new UsageException(
                    "A contrast at ε = " + epsilon + " with " + ratio
                            + " points of noise for each of data was asked for.",
                    "ε is above zero, and there is at least one point of noise for each of data.",
                    "Choose the temperature of the equilibrium, and a ratio of 2.");
        }
    }

    /**
     * With noise from a mixture of Gaussians that is fitted to the data: most of it a little wider than the data, so that the
     * two are hard to classify, the rest far wider, so that it covers all that is around them ({@link WidenedMixture#around}).
     *
     * @param rows the rows that the mixture is fitted to
     * @param components of the mixture
     */
    public static NoiseContrastiveEstimation withMixture(
            double epsilon, Samples rows, int components, int ratio, Rng rng) {
        return around(
                epsilon, ExpectationMaximisation.fit(rows, components, rng).mixture(), ratio);
    }

    /** As above, with a mixture that has been fitted before. */
    public static NoiseContrastiveEstimation around(double epsilon, GaussianMixture fitted, int ratio) {
        return new NoiseContrastiveEstimation(epsilon, WidenedMixture.around(fitted), ratio);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("noise-contrast");
        Samples drawn = noise.sample(ratio * batch.dataValues().rows(), rng.stream("noise"));
        Tensor points = Tensor.concat(List.of(batch.data(), drawn.tensor(batch.device())), 0);
        long n = batch.dataValues().rows();
        long all = n + drawn.rows();
        double[] logNoise = DoubleStream.concat(
                        Arrays.stream(noise.logDensities(batch.dataValues())), Arrays.stream(noise.logDensities(drawn)))
                .map(log -> log + Math.log(ratio))
                .toArray();
        Tensor energies =
                RowBlocks.energies(batch.given(potential, (int) all), points).doubles();
        Tensor logits = energies.times(-1 / epsilon).minus(Tensor.ofDoubles(logNoise, batch.device()));
        Tensor logZ = balance(logits.rows(0, n), logits.rows(n, all));
        // ±(log Z - ℓ): how far each point is on the wrong side
        Tensor wrong = Tensor.concat(
                List.of(logZ.minus(logits.rows(0, n)), logits.rows(n, all).minus(logZ)), 0);
        Tensor ofData = wrong.rows(0, n).sigmoid();
        Tensor weights = Tensor.concat(
                        List.of(ofData, wrong.rows(n, all).sigmoid().negate()), 0)
                .times(1 / (n * epsilon));
        Tensor loss = wrong.softplus().sum().times(1.0 / n);
        Tensor constant = loss.minus(weights.times(energies).sum());
        return new Loss(
                List.of(batch.given(
                        new WeightedEnergies("noiseContrast", points, weights.rounded(), constant.rounded()))),
                Map.of("logZ", logZ));
    }

    /** The log Z at which Σ (1 - σ(ℓ)) over data is Σ σ(ℓ) over noise, by bisection: the difference grows with it. */
    private static Tensor balance(Tensor ofData, Tensor ofNoise) {
        Tensor all = Tensor.concat(List.of(ofData, ofNoise), 0);
        Tensor low = all.negate().max().negate().minus(MARGIN);
        Tensor width = all.max().plus(MARGIN).minus(low);
        for (int i = 0; i < HALVINGS; i++) {
            width = width.times(0.5);
            Tensor middle = low.plus(width);
            Tensor excess = middle.minus(ofData)
                    .sigmoid()
                    .sum()
                    .minus(ofNoise.minus(middle).sigmoid().sum());
            low = low.plus(width.times(excess.negate().moreThan(0).indicator()));
        }
        return low.plus(width.times(0.5));
    }
}
