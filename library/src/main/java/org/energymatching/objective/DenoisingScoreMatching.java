package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Denoising score matching at the temperature of the equilibrium: fits -∇V/ε to the score of the data density smoothed by
 * noise.
 *
 * <pre>L_DSM = mean over rows and coordinates of (∇V(x₁ + σz) - ε z/σ)²,   z ~ N(0, I)</pre>
 *
 * <p>Its minimum is V = -ε log (p_data * N(0, σ²I)) up to a constant for each region that the noise does not connect to the
 * others: scores do not determine the mass of separate regions. {@link NoiseContrastiveEstimation} does. (P. Vincent, "A
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
        Batch batch = batches.of("score");
        Tensor data = batch.data();
        Tensor z = Noise.normal(rng.stream("score"), 0, data.shape(), data.device());
        Tensor weights =
                Tensor.full(Shape.of(data.shape().at(0)), 1.0 / data.shape().length(), data.device());
        return new Loss(batch.given(
                new WeightedDriftError("score", data.plusScaled(z, sigma), z.times(-epsilon / sigma), weights)));
    }
}
