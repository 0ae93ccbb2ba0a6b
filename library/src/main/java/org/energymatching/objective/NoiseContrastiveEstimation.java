package org.energymatching.objective;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.energymatching.Density;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.WidenedMixture;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * Noise-contrastive estimation: exp(-V/ε)/Z learns to tell data from noise of a known density q, which sets the mass of
 * regions that no short chain travels between.
 *
 * <pre>
 * ℓ(x) = -V(x)/ε - log Z - log q(x) - log ν
 * L_NCE = -mean log σ(ℓ(x₁)) - ν mean log σ(-ℓ(x_q)),   ν x_q for each x₁
 * </pre>
 *
 * <p>Its minimum is V = -ε log p_data + constant wherever q &gt; 0, whatever q is; it is reached soonest where q resembles
 * the data. log Z is no parameter: for each mini-batch it takes the value that is best, at which the weights of data and
 * of noise balance. (M. Gutmann and A. Hyvärinen, "Noise-contrastive estimation", 2010.)
 *
 * @param epsilon ε
 * @param noise q: drawn from and evaluated
 * @param ratio ν, points of noise for each point of data
 */
public record NoiseContrastiveEstimation(double epsilon, Density noise, int ratio) implements Objective {

    private static final int HALVINGS = 60;

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
     * Against a mixture of Gaussians that is fitted to the data: most of its noise a little wider than they are, so that the
     * two are told apart late, the rest far wider, so that nothing around them is missed ({@link WidenedMixture#around}).
     *
     * @param rows what the mixture is fitted to
     * @param components of the mixture
     */
    public static NoiseContrastiveEstimation withMixture(
            double epsilon, Samples rows, int components, int ratio, Rng rng) {
        return around(
                epsilon, ExpectationMaximisation.fit(rows, components, rng).mixture(), ratio);
    }

    /** As above, against a mixture that has been fitted before. */
    public static NoiseContrastiveEstimation around(double epsilon, GaussianMixture fitted, int ratio) {
        return new NoiseContrastiveEstimation(epsilon, WidenedMixture.around(fitted), ratio);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Samples data = batches.of("noise-contrast").data();
        Samples drawn = noise.sample(ratio * data.rows(), rng.stream("noise"));
        double[] energiesOfData = potential.energies(data);
        double[] energiesOfNoise = potential.energies(drawn);
        double[] logitsOfData = logits(energiesOfData, noise.logDensities(data));
        double[] logitsOfNoise = logits(energiesOfNoise, noise.logDensities(drawn));
        double logZ = balance(logitsOfData, logitsOfNoise);
        int n = data.rows();
        double[] weights = new double[n + drawn.rows()];
        double loss = 0;
        double constant = 0;
        for (int i = 0; i < n; i++) {
            double wrong = sigmoid(logZ - logitsOfData[i]);
            weights[i] = wrong / (n * epsilon);
            loss += softplus(logZ - logitsOfData[i]) / n;
            constant -= weights[i] * energiesOfData[i];
        }
        for (int i = 0; i < drawn.rows(); i++) {
            double wrong = sigmoid(logitsOfNoise[i] - logZ);
            weights[n + i] = -wrong / (n * epsilon);
            loss += softplus(logitsOfNoise[i] - logZ) / n;
            constant -= weights[n + i] * energiesOfNoise[i];
        }
        Samples points = Samples.concat(List.of(data, drawn));
        return new Loss(
                List.of(new WeightedEnergies("noiseContrast", points, weights, loss + constant)), Map.of("logZ", logZ));
    }

    /** ℓ without log Z. */
    private double[] logits(double[] energies, double[] logDensities) {
        double[] logits = new double[energies.length];
        Arrays.setAll(logits, i -> -energies[i] / epsilon - logDensities[i] - Math.log(ratio));
        return logits;
    }

    /** The log Z at which Σ (1 - σ(ℓ)) over data is Σ σ(ℓ) over noise: the difference grows with it. */
    private static double balance(double[] ofData, double[] ofNoise) {
        double low = Math.min(
                        Arrays.stream(ofData).min().orElse(0),
                        Arrays.stream(ofNoise).min().orElse(0))
                - 40;
        double high = Math.max(
                        Arrays.stream(ofData).max().orElse(0),
                        Arrays.stream(ofNoise).max().orElse(0))
                + 40;
        for (int i = 0; i < HALVINGS; i++) {
            double c = 0.5 * (low + high);
            double excess = Arrays.stream(ofData).map(l -> sigmoid(c - l)).sum()
                    - Arrays.stream(ofNoise).map(l -> sigmoid(l - c)).sum();
            if (excess < 0) {
                low = c;
            } else {
                high = c;
            }
        }
        return 0.5 * (low + high);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return x > 30 ? x : Math.log1p(Math.exp(x));
    }
}
