package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.Objective;
import org.energymatching.objective.ScoreMatching;

/** Score matching, exact or sliced: fits -∇V/ε to the score of the data density by the Laplacian of V, without noise. */
@Named(
        value = "score-matching",
        doc =
                "Score matching, exact or sliced: fits -∇V/ε to the score of the data density by the Laplacian of V, without noise.")
public record ScoreMatchingConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(
                doc =
                        "Random directions along which each row has its second derivatives taken; 0 means all coordinates, for rows of 64 numbers at most.",
                standard = "1",
                range = "[0, inf)",
                symbol = "K")
        int projections)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return new ScoreMatching(context.epsilonMax(), projections).times(weight);
    }
}
