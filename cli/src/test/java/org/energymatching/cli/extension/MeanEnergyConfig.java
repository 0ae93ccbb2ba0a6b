package org.energymatching.cli.extension;

import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.loss.LossContext;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.Objective;

/** The loss by its name and keys. */
@Named(value = "mean-energy", doc = "Keeps the energy of data at a level.")
public record MeanEnergyConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(doc = "The level of the energy.", standard = "0", symbol = "c")
        double level)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return new MeanEnergy(level).times(weight);
    }
}
