package org.energymatching.cli.loss;

import java.util.OptionalInt;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.NoiseContrastiveEstimation;
import org.energymatching.objective.Objective;

/** Noise-contrastive estimation against a mixture fitted to the data, which sets the masses of separate modes. */
@Named(
        value = "noise-contrastive-estimation",
        doc =
                "Noise-contrastive estimation against a mixture fitted to the data, which sets the masses of separate modes.")
public record NoiseContrastiveEstimationConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(doc = "Points of noise for each point of data.", standard = "2", range = "[1, inf)", symbol = "ν")
        int ratio,

        @Key(
                doc =
                        "Gaussians of the mixture, where source is not fitted-mixture; 0 means one for every 20 rows of data a column, but 1 to 24.",
                standard = "24",
                range = "[0, inf)")
        int components)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return NoiseContrastiveEstimation.around(context.epsilonMax(), context.fitted(), ratio)
                .times(weight);
    }

    @Override
    public OptionalInt mixtureComponents() {
        return OptionalInt.of(components);
    }
}
