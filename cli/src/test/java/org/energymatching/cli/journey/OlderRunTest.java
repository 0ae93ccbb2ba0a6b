package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.StepReport;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs begun by a version whose configuration had fewer keys. */
class OlderRunTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private Workbench bench;
    private Path recipe;
    private Path run;

    @BeforeEach
    void stopInTheMiddle() {
        bench = new Workbench(folder);
        recipe = bench.toy();
        run = bench.path("begun");
        Trainer trainer =
                Experiment.of(RunConfig.load(recipe.toString(), List.of())).trainer(new RunDirectory(run));
        trainer.listening(new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == 20) {
                    trainer.stop();
                }
            }
        });
        assertThat(trainer.fit().step()).isEqualTo(20);
    }

    @Test
    void keysGainedSinceCountAsHavingTheirDefaults() throws IOException {
        Path whole = bench.path("whole");
        bench.em("train", recipe, "--run", whole).done();
        rewrite(config -> {
            config.withObject("/optimizer").remove("beta1");
            config.withObject("/sampling").remove("kernel");
        });
        bench.em("train", recipe, "--run", run).done();
        assertThat(weights(run)).isEqualTo(weights(whole));
    }

    @Test
    void aSettingThatDiffersFromTheDefaultIsAnotherRun() throws IOException {
        rewrite(config -> config.withObject("/optimizer").remove("learningRate"));
        bench.refused(2, List.of("optimizer.learningRate was 1e-4 and is now 0.003"), "train", recipe, "--run", run);
    }

    /** What a change to the configuration of a run is made by. */
    private interface Change {
        void of(ObjectNode config);
    }

    private void rewrite(Change change) throws IOException {
        RunDirectory directory = new RunDirectory(run);
        Path newest = directory.newest().orElseThrow();
        Checkpoint read = Checkpoint.read(newest);
        ObjectNode plan = JSON.valueToTree(read.plan());
        change.of(plan.withObject("/config"));
        for (String name : List.of("checkpoint.json", "weights.safetensors", "training.safetensors", "SHA256SUMS")) {
            Files.deleteIfExists(newest.resolve(name));
        }
        Files.deleteIfExists(newest);
        new Checkpoint(
                        read.step(),
                        read.seconds(),
                        read.architecture(),
                        read.weights(),
                        read.rawWeights(),
                        read.optimizer(),
                        read.standardization(),
                        JSON.convertValue(plan, new TypeReference<Map<String, Object>>() {}),
                        read.provenance())
                .write(directory.checkpoint(read.step()));
    }

    private static byte[] weights(Path run) throws IOException {
        return Files.readAllBytes(new RunDirectory(run).newest().orElseThrow().resolve("weights.safetensors"));
    }
}
