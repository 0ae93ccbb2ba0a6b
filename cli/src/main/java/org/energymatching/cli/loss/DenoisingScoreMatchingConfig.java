package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.DenoisingScoreMatching;
import org.energymatching.objective.Objective;

/** Denoising score matching: fits -∇V/ε to the score of the data density. */
@Named(
        value = "denoising-score-matching",
        doc = "Denoising score matching: fits -∇V/ε to the score of the data density.")
public record DenoisingScoreMatchingConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(
                doc = "Deviation of the noise that is added: the density is smooth at this scale.",
                standard = "0.1",
                range = "(0, inf)",
                symbol = "σ_s")
        double sigma)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return new DenoisingScoreMatching(context.epsilonMax(), sigma).times(weight);
    }
}
