package org.energymatching.protein;

import org.energymatching.error.UsageException;
import org.energymatching.inverse.Likelihood;
import org.energymatching.tensor.Tensor;

/**
 * The likelihood of a wanted fitness at latent points (paper, section on inverse design).
 *
 * <pre>-log p(y|z) = ½ (y - ŷ(z))²/ζ²,   ŷ = (soft score of the decoded z - lowest)/(highest - lowest)</pre>
 *
 * <p>Its gradient is computed through predictor and decoder, whose weights do not change.
 *
 * @param vae the decoder of latent points
 * @param predictor the scores of sequences: one predictor or an ensemble
 * @param lowest the score of fitness 0
 * @param highest the score of fitness 1
 * @param wanted y
 * @param zeta ζ: the tolerance, the standard deviation of the fitness around y
 */
public record FitnessLikelihood(
        SequenceVae vae, FitnessModel predictor, double lowest, double highest, double wanted, double zeta)
        implements Likelihood {

    public FitnessLikelihood {
        if (!vae.alphabet().equals(predictor.alphabet())) {
            throw new UsageException(
                    "The autoencoder writes the letters " + vae.alphabet().letters() + ", the predictor reads "
                            + predictor.alphabet().letters() + ".",
                    "Both know the same letters, in the same order.",
                    "Use two networks that were trained with one alphabet.");
        }
        if (!(highest > lowest) || !(zeta > 0) || !Double.isFinite(highest - lowest + wanted + zeta)) {
            throw new UsageException(
                    "A fitness of " + wanted + " to within " + zeta + ", of scores from " + lowest + " to " + highest
                            + ", was asked for.",
                    "The highest score is above the lowest, and ζ above zero.",
                    "The paper takes 1 to within 0.01, of scores from 0 to 19.5365.");
        }
    }

    /** Fitness 1 with the tolerance ζ. */
    public static FitnessLikelihood best(
            SequenceVae vae, FitnessModel predictor, double lowest, double highest, double zeta) {
        return new FitnessLikelihood(vae, predictor, lowest, highest, 1, zeta);
    }

    @Override
    public Tensor negativeLog(Tensor z) {
        return fitness(z).minus(wanted).times(1 / zeta).square().times(0.5);
    }

    /** ŷ of each latent point: (B, latent) or (B, latent, 1) to (B), with its graph. */
    public Tensor fitness(Tensor z) {
        return predictor.softScore(vae.logits(z)).minus(lowest).times(1 / (highest - lowest));
    }
}
