package org.energymatching.objective;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * Denoising score matching at the temperature of the equilibrium: fits the slope of V to that of the data's density, made
 * smooth by a little noise.
 *
 * <pre>L_DSM = mean over rows and coordinates of (∇V(x₁ + σz) - ε z/σ)²,   z ~ N(0, I)</pre>
 *
 * <p>Its minimum is V = -ε log (p_data * N(0, σ²I)) up to a constant for each region that the noise does not join to the
 * others: slopes say nothing about how much mass separate regions have. {@link NoiseContrastiveEstimation} does. (P. Vincent, "A
 * connection between score matching and denoising autoencoders", 2011.)
 *
 * @param epsilon ε
 * @param sigma σ, in the units of the data
 */
public record DenoisingScoreMatching(double epsilon, double sigma) implements Objective {

    /** Checks the numbers. */
    public DenoisingScoreMatching {
        if (!(epsilon > 0) || !(sigma > 0) || sigma == Double.POSITIVE_INFINITY) {
            throw new UsageException(
                    "Score matching at ε = " + epsilon + " with noise of deviation " + sigma + " was asked for.",
                    "Both are above zero and finite.",
                    "Choose the temperature of the equilibrium, and a noise of a tenth of the data's deviation.");
        }
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Samples data = batches.of("score").data();
        Rng own = rng.stream("score");
        float[] noisy = data.values().clone();
        float[] drift = new float[noisy.length];
        int width = data.width();
        for (int row = 0; row < data.rows(); row++) {
            Rng noise = own.at(row);
            for (int i = row * width; i < (row + 1) * width; i++) {
                double z = noise.nextGaussian();
                noisy[i] += (float) (sigma * z);
                drift[i] = (float) (-epsilon * z / sigma);
            }
        }
        double[] weights = new double[data.rows()];
        Arrays.fill(weights, 1.0 / noisy.length);
        return new Loss(
                List.of(new WeightedDriftError(
                        "score", new Samples(noisy, data.shape()), new Samples(drift, data.shape()), weights)),
                Map.of());
    }
}
