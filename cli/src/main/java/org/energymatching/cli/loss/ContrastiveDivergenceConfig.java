package org.energymatching.cli.loss;

import java.util.Optional;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.LangevinNegatives;
import org.energymatching.objective.Objective;
import org.energymatching.schedule.TemperatureSchedule;

/** Contrastive divergence: the energy of data against that of negatives from Langevin chains (paper, L_CD). */
@Named(
        value = "contrastive-divergence",
        doc =
                "Contrastive divergence: the energy of data against that of negatives from Langevin chains (paper, L_CD).")
public record ContrastiveDivergenceConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "2", range = "[0, inf)", symbol = "λ")
        double weight,

        @Key(
                doc = "Share of the negatives, those of highest energy, left out of the mean.",
                standard = "0",
                range = "[0, 1)",
                symbol = "α")
        double trimFraction,

        @Key(
                doc = "The weighted loss counts no lower than minus this; 0 means no limit.",
                standard = "0",
                range = "[0, inf)",
                symbol = "β")
        double lossFloor,

        @Key(
                doc = "Negatives of a step, and points of data beside them; 0 means batchSize.",
                standard = "0",
                range = "[0, inf)")
        int rows,

        @Key(doc = "How the negatives are drawn.") Negatives negatives)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        ContrastiveDivergence contrast = new ContrastiveDivergence(
                weight, negatives(context), trimFraction, lossFloor == 0 ? Double.POSITIVE_INFINITY : lossFloor);
        return rows == 0 ? contrast : contrast.onRows(rows);
    }

    /** The Langevin chains that end at negatives. */
    public LangevinNegatives negatives(LossContext context) {
        TemperatureSchedule schedule = context.temperature(negatives.tauStar);
        TemperatureSchedule fromData = switch (negatives.dataTemperature) {
            case CONSTANT -> TemperatureSchedule.constant(context.epsilonMax());
            case SCHEDULE -> schedule;
        };
        LangevinNegatives chains = org.energymatching.objective.Negatives.langevin(
                        schedule, negatives.steps, negatives.step)
                .fromData(negatives.dataFraction, fromData)
                .within(negatives.clampToPixelRange ? 1 : Double.POSITIVE_INFINITY)
                .block(context.blockRows())
                .transportStep(negatives.transportStep);
        return switch (negatives.init) {
            case SOURCE -> chains;
            case DATA -> chains.allFromData();
        };
    }

    @Override
    public Optional<Misfit> misfit(int batchSize) {
        return rows <= batchSize
                ? Optional.empty()
                : Optional.of(new Misfit(
                        "rows is " + rows + " but batchSize is " + batchSize,
                        "The loss takes a part of a mini-batch, or all of it.",
                        "Make rows smaller, or batchSize larger."));
    }

    /** The chains that end at negatives. */
    public record Negatives(
            @Key(
                    doc = "Langevin steps that make a negative.",
                    standard = "200",
                    range = "[1, inf)",
                    symbol = "M_Langevin")
            int steps,

            @Key(doc = "Time of one Langevin step.", standard = "0.01", range = "(0, inf)", symbol = "Δt")
            double step,

            @Key(
                    doc = "Share of the negatives that start at data and follow dataTemperature.",
                    standard = "0.5",
                    range = "[0, 1]")
            double dataFraction,

            @Key(
                    doc = "Temperature of the negatives that start at data: epsilonMax all along, or the schedule.",
                    standard = "constant")
            DataTemperature dataTemperature,

            @Key(
                    doc = "tauStar of the negatives' own schedule, which may differ from the one for sampling.",
                    standard = "0.8",
                    range = "(0, 1]",
                    symbol = "τ*")
            double tauStar,

            @Key(
                    doc = "Where the other negatives start, which follow the schedule: at the source, or at data too.",
                    standard = "source")
            Init init,

            @Key(
                    doc =
                            "Whether negatives are brought back into [-1, 1] at their end, as pixels need it. Pictures only.",
                    standard = "false")
            boolean clampToPixelRange,

            @Key(
                    doc =
                            "Time of a step of the negatives on the schedule while it has no noise, by Heun's method: 0.1 saves most of these gradients; 0 means step, as in the paper.",
                    standard = "0",
                    range = "[0, inf)")
            double transportStep) {}

    /** Temperature of the negatives that start at data. */
    public enum DataTemperature {
        CONSTANT,
        SCHEDULE
    }

    /** The start points of negatives. */
    public enum Init {
        SOURCE,
        DATA
    }
}
