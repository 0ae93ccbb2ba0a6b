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
import org.energymatching.cli.testing.Workbench.Ended;
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

/** Runs begun by a version whose configuration had fewer or other keys. */
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

    /** As the version wrote it whose phases had flags in place of losses. */
    @Test
    void aRunWithTheKeysOfAnEarlierVersionGoesOnAndSaysSo() throws IOException {
        Path whole = bench.path("whole");
        bench.em("train", recipe, "--run", whole).done();
        rewrite(config -> {
            config.set("network", JSON.readTree("""
                    {"kind": "perceptron", "widths": [16, 16], "activation": "silu", "firstActivation": "silu"}"""));
            config.put("source", "eight-gaussians").remove("confinementRadius");
            config.set("transport", JSON.readTree("""
                    {"coupling": "exact", "regularization": 0.05, "sigma": 0.1}"""));
            config.set("contrast", JSON.readTree("""
                    {"lambda": 2, "trim": 0, "clamp": 0, "langevinSteps": 4, "stepSize": 0.01, "rows": 0, "dataShare": 0.5,
                    "dataTemperature": "constant", "tauStar": 0.8, "othersStart": "source", "pixels": false,
                    "precision": "single"}"""));
            config.set("density", JSON.readTree("""
                    {"scoreWeight": 1, "sigma": 0.1, "margin": 0, "chains": {"weight": 0}}"""));
            config.set("arrival", JSON.readTree("{\"weight\": 20}"));
            config.withObject("/sampling")
                    .put("kernel", "euler-maruyama")
                    .set("options", JSON.readTree("{\"levels\": 5}"));
            config.withArray("/phases").forEach(phase -> {
                ObjectNode flags = (ObjectNode) phase;
                flags.remove("loss");
                flags.put("contrast", flags.path("name").stringValue().equals("joint"))
                        .put("density", false)
                        .put("arrival", false)
                        .put("flowWeight", 1)
                        .put("arrivalWeight", 1)
                        .put("stationarityWeight", 0)
                        .put("flowCutoff", 1);
            });
        });
        Ended sampled = bench.em("sample", run, "-n", 4, "--out", bench.path("made.csv"))
                .done();
        assertThat(sampled.err().lines().filter(line -> line.contains("keys of an earlier version")))
                .hasSize(1);
        bench.em("train", recipe, "--run", run).done();
        assertThat(weights(run)).isEqualTo(weights(whole));
        assertThat(bench.em("sample", whole, "-n", 4, "--out", bench.path("other.csv"))
                        .done()
                        .err())
                .doesNotContain("earlier version");
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
