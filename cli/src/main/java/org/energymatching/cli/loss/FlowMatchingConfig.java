package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.EnergyWeight;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Objective;
import org.energymatching.schedule.FlowWeight;

/** Flow matching along optimal-transport paths from source to data (paper, L_OT). */
@Named(value = "flow-matching", doc = "Flow matching along optimal-transport paths from source to data (paper, L_OT).")
public record FlowMatchingConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(doc = "How a batch of source rows is paired with a batch of data rows.", standard = "exact")
        CouplingConfig coupling,

        @Key(doc = "The path between the two rows of a pair.")
        PathConfig path,

        @Key(doc = "Deviation of the noise around the path.", standard = "0.1", range = "[0, inf)", symbol = "σ")
        double sigma,

        @Key(
                doc = "Time after which the loss fades, in a straight line to 0 at time 1; 1 means not at all.",
                standard = "1",
                range = "[0, 1]",
                symbol = "w(t)")
        double timeCutoff,

        @Key(
                doc =
                        "Where the loss counts: everywhere, or away from the data, where V is above the mean energy of data.",
                standard = "everywhere")
        Region region,

        @Key(
                doc = "Nats above the mean energy of data from which on the loss counts. Region away-from-data.",
                standard = "2",
                range = "[0, inf)")
        double energyHeight,

        @Key(doc = "Nats over which it sets in. Region away-from-data.", standard = "0.5", range = "(0, inf)")
        double energyWidth)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        FlowWeight inTime = FlowWeight.cutoff(timeCutoff).times(path.weight().weight());
        FlowMatching flow = new FlowMatching(coupling.coupling(), path.interpolant(sigma), inTime);
        return switch (region) {
            case EVERYWHERE -> flow.times(weight);
            case AWAY_FROM_DATA ->
                flow.where(EnergyWeight.awayFromData(context.epsilonMax(), energyHeight, energyWidth))
                        .times(weight);
        };
    }

    @Override
    public Meaning meaning() {
        return Meaning.TRANSPORT;
    }

    /** The points at which the loss is evaluated. */
    public enum Region {
        EVERYWHERE,
        AWAY_FROM_DATA
    }
}
