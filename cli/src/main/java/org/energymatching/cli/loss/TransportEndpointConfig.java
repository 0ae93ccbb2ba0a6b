package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.Objective;
import org.energymatching.objective.TransportEndpointLoss;
import org.energymatching.schedule.TimeGrid;

/** The energy distance between the ends of chains from the source and data. */
@Named(value = "transport-endpoint", doc = "The energy distance between the ends of chains from the source and data.")
public record TransportEndpointConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "20", range = "[0, inf)")
        double weight,

        @Key(doc = "When chains from the source should be distributed as the data.", standard = "1", range = "(0, inf)")
        double time,

        @Key(doc = "Time of one step of a chain.", standard = "0.04", range = "(0, inf)", symbol = "Δt")
        double step,

        @Key(
                doc =
                        "Gradients of V along the chains, at points drawn at random, that carry the gradient of a training step.",
                standard = "256",
                range = "[1, inf)")
        int gradients)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return new TransportEndpointLoss(context.temperature(), new TimeGrid(time, step), gradients).times(weight);
    }
}
