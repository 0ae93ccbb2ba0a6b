package org.energymatching.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Sha256;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Negatives;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.LearningRate;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Rng;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run with everything in it, small: two phases, an average of weights in the first, chains in the second, data that are
 * passed through several times.
 */
final class TinyRun {

    static final FlowMatching FLOW =
            new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.cutoff(0.8));
    static final ContrastiveDivergence CONTRAST =
            ContrastiveDivergence.with(0.5, Negatives.langevin(TemperatureSchedule.ramp(0.02, 0.15), 5, 0.01));

    private TinyRun() {}

    /** A plan of these many steps, still open to changes. */
    static TrainingPlan.Builder plan(int warmUp, int joint) {
        return TrainingPlan.builder()
                .network(Mlp.of(2, 16, 16))
                .from(EightGaussians.create())
                .to(new Dataset(TwoMoons.create().sample(50, Rng.of(1))))
                .batchSize(16)
                .shardRows(8)
                .learningRate(LearningRate.cosine(1e-3).warmedUpOver(10))
                .clipNorm(1)
                .seed(5)
                .phase("warm-up", warmUp, FLOW, 0.9)
                .phase("joint", joint, FLOW.plus(CONTRAST));
    }

    /** Trains until the step, or to the end where it is never reached. */
    static void train(TrainingPlan plan, RunDirectory run, long stopAfter, Duration saveEvery) {
        Trainer trainer = Trainer.of(plan, run).saveEvery(saveEvery).logEvery(1);
        trainer.listening(new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == stopAfter) {
                    trainer.stop();
                }
            }
        });
        trainer.fit();
    }

    /** The fingerprint of everything that was learnt. */
    static List<String> learnt(RunDirectory run) {
        Path newest = run.newest().orElseThrow();
        return List.of(
                newest.getFileName().toString(),
                Sha256.of(newest.resolve("weights.safetensors")),
                Sha256.of(newest.resolve("training.safetensors")));
    }

    /** Step and losses of each line of metrics; what depends on the machine is left out. */
    static List<String> metrics(RunDirectory run) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.metrics())) {
            JsonNode node = JsonMapper.shared().readTree(line);
            lines.add(node.path("step") + " " + node.path("phase") + " " + node.path("loss") + " " + node.path("flow")
                    + " " + node.path("contrast") + " " + node.path("gradientNorm") + " " + node.path("learningRate"));
        }
        return lines;
    }
}
