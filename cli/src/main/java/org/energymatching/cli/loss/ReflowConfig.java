package org.energymatching.cli.loss;

import java.nio.file.Path;
import java.util.Optional;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.description.Descriptions;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.objective.Objective;
import org.energymatching.objective.Reflow;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.training.RunDirectory;
import org.jspecify.annotations.Nullable;

/** Reflow: flow matching on the pairs of source and end points of a trained run's flow, for straighter paths. */
@Named(
        value = "reflow",
        doc =
                "Reflow (arXiv 2209.03003): flow matching on the pairs that the flow of a trained run makes, for straighter paths.")
public record ReflowConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(doc = "Directory of the run whose flow makes the pairs, trained from the same source to the same data.")
        @Nullable
        String teacher,

        @Key(doc = "Steps of that flow to the time 1, by Heun's method.", standard = "20", range = "[1, inf)")
        int steps,

        @Key(doc = "The path between the two rows of a pair.")
        PathConfig path,

        @Key(doc = "Deviation of the noise around the path.", standard = "0", range = "[0, inf)", symbol = "σ")
        double sigma,

        @Key(
                doc = "Time after which the loss fades, in a straight line to 0 at time 1; 1 means not at all.",
                standard = "1",
                range = "[0, 1]",
                symbol = "w(t)")
        double timeCutoff)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        Checkpoint taught = checkpoint();
        if (!String.valueOf(Descriptions.of(taught.standardization()))
                .equals(String.valueOf(Descriptions.of(context.standardization())))) {
            throw new UsageException(
                    "The teacher " + teacher + " was trained on data that were divided by other numbers.",
                    "Both runs have one source and the same rows of data.",
                    "Train on the data of the teacher, or take another one.");
        }
        FlowWeight inTime = FlowWeight.cutoff(timeCutoff).times(path.weight().weight());
        return new Reflow(taught.potential(), steps, path.interpolant(sigma), inTime).times(weight);
    }

    private Checkpoint checkpoint() {
        Path run = Path.of(String.valueOf(teacher));
        return Checkpoint.read(new RunDirectory(run)
                .newest()
                .orElseThrow(() -> new DataException(
                        "The teacher " + run + " holds no checkpoint.",
                        "It is a run directory that 'em train' wrote, with a folder checkpoints/.",
                        "Name another one, or train it first.")));
    }

    @Override
    public Optional<Misfit> misfit(int batchSize) {
        return teacher != null || weight == 0
                ? Optional.empty()
                : Optional.of(new Misfit(
                        "teacher is empty",
                        "Reflow learns the pairs of a run that was trained before.",
                        "Name its directory, such as teacher=runs/demo."));
    }

    @Override
    public Meaning meaning() {
        return Meaning.TRANSPORT;
    }
}
