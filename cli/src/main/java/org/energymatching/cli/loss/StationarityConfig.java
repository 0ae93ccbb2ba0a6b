package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.Objective;
import org.energymatching.objective.StationarityLoss;
import org.energymatching.schedule.TimeGrid;

/** The energy distance between chains that started at data and data, at the temperature of the equilibrium. */
@Named(
        value = "stationarity",
        doc =
                "The energy distance between chains that started at data and data, at the temperature of the equilibrium.")
public record StationarityConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "20", range = "[0, inf)")
        double weight,

        @Key(doc = "How long chains move between two comparisons.", standard = "1", range = "(0, inf)")
        double time,

        @Key(doc = "Time of one step of a chain.", standard = "0.04", range = "(0, inf)", symbol = "Δt")
        double step,

        @Key(
                doc =
                        "Gradients of V along the chains, at points drawn at random, that carry the gradient of a training step.",
                standard = "256",
                range = "[1, inf)")
        int gradients,

        @Key(
                doc = "Chains of the replay buffer, where they live longer than time.",
                standard = "1024",
                range = "[1, inf)")
        int chains,

        @Key(
                doc = "Mean time after which a chain starts again at data; at most time if each does in every step.",
                standard = "1",
                range = "(0, inf)")
        double lifetime)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return new StationarityLoss(context.epsilonMax(), new TimeGrid(time, step), gradients, chains, lifetime)
                .times(weight);
    }
}
