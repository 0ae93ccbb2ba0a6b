package org.energymatching.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.checkpoint.file.SafeTensors.Entry;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.cli.testing.TorchSave;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.PerceptronHead;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.image.VisionHead;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of weights in all the forms in which people keep them, and files that are none. */
class ImportedFilesTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;
    private static final UNet UNET = new UNet(32, List.of(1), 1, List.of(), 2, 0, 0, false);
    private static final ImagePotential POTENTIAL =
            new ImagePotential(Shape.of(1, 8, 8), UNET, new VisionHead(4, 8, 1, 2, 0), 3);
    private static final List<String> SETTINGS = List.of(
            "network.image.unet={heads: 2, dropout: 0}",
            "network.image.head.vision={heads: 2, dropout: 0}",
            "network.image.scale=3");

    @TempDir
    private Path folder = Path.of("");

    private Workbench bench = new Workbench(Path.of(""));
    private Path run = Path.of("");

    @BeforeEach
    void begin() {
        bench = new Workbench(folder);
        run = folder.resolve("run");
    }

    @Test
    void aPlainStateDictIsTakenForBoth() {
        Map<String, Entry> weights = weights(POTENTIAL, "", 1);
        Workbench.Ended ended = imported(weights);
        assertThat(ended.out())
                .contains("one set of weights, which is taken for both", "does not tell how many steps")
                .contains("no optimizer state", "network.image.unet.headChannels=0 (given)");
        Checkpoint checkpoint = TrainedRun.open(run).checkpoint();
        assertThat(checkpoint.architecture()).isEqualTo(POTENTIAL);
        assertThat(checkpoint.step()).isZero();
        weights.forEach((name, entry) -> {
            assertThat(checkpoint.weights().get(name)).isEqualTo(entry.values());
            assertThat(checkpoint.rawWeights().get(name)).isEqualTo(entry.values());
        });
    }

    @Test
    void aWrappersPrefixIsTakenOff() {
        assertThat(imported(Map.of(
                                "net_model", weights(POTENTIAL, "module.", 1), "ema_model", weights(POTENTIAL, "", 2)))
                        .out())
                .contains("'module.', which was taken off");
        Checkpoint checkpoint = TrainedRun.open(run).checkpoint();
        assertThat(checkpoint.weights().get("out.2.bias"))
                .isEqualTo(entry(Shape.of(1), 2).values());
        assertThat(checkpoint.rawWeights().get("out.2.bias"))
                .isEqualTo(entry(Shape.of(1), 1).values());
    }

    /** As torch.compile and DataParallel nest them, in both formats. */
    @Test
    void nestedPrefixesAreTakenOff() {
        Map<String, Entry> nested = weights(POTENTIAL, "_orig_mod.module.", 1);
        assertThat(imported(Map.of("state_dict", nested, "epoch", 3)).out()).contains("'_orig_mod.module.'");
        Path file = bench.path("nested.safetensors");
        new SafeTensors(weights(POTENTIAL, "module._orig_mod.", 1), Map.of()).write(file);
        Path other = bench.path("other");
        assertThat(bench.em(command(file, other)).done().out()).contains("'module._orig_mod.'");
        for (Path made : List.of(run, other)) {
            assertThat(TrainedRun.open(made).checkpoint().weights().get("out.2.bias"))
                    .isEqualTo(entry(Shape.of(1), 1).values());
        }
    }

    @Test
    void theKeyChoosesAmongSetsOfWeights() {
        Path file = TorchSave.write(
                folder.resolve("w.pt"),
                Map.of("model_a", weights(POTENTIAL, "", 1), "model_b", weights(POTENTIAL, "", 2)));
        bench.em(command(file, run, "--key", "model_b")).done();
        assertThat(TrainedRun.open(run).checkpoint().weights().get("out.2.bias"))
                .isEqualTo(entry(Shape.of(1), 2).values());
        bench.refused(DATA, List.of("model_c"), command(file, bench.path("no"), "--key", "model_c"));
    }

    @Test
    void weightsThatAreNotFiniteAreRefusedByName() {
        Map<String, Entry> weights = weights(POTENTIAL, "", 1);
        Entry bias = new Entry(new float[] {Float.NaN}, Shape.of(1));
        weights.put("out.2.bias", bias);
        refused(weights, "out.2.bias", "NaN");
        Path file = bench.path("nan.safetensors");
        new SafeTensors(weights, Map.of()).write(file);
        bench.refused(DATA, List.of("out.2.bias", "NaN"), command(file, run));
    }

    @Test
    void anOptimizerThatDoesNotFitIsLeftOut() {
        Map<String, Entry> weights = weights(POTENTIAL, "", 1);
        Map<String, Object> wrong = Map.of("exp_avg", entry(Shape.of(1), 1), "exp_avg_sq", entry(Shape.of(1), 1));
        for (Object optimizer : List.of(
                "adam",
                Map.of("state", 3, "param_groups", List.of()),
                Map.of("state", Map.of(0, wrong), "param_groups", List.of(Map.of("params", numbers(weights.size())))),
                Map.of("state", Map.of(0, wrong), "param_groups", List.of(Map.of("params", numbers(3)))))) {
            Path out = folder.resolve("run" + optimizer.hashCode());
            Path file = TorchSave.write(
                    folder.resolve("w.pt"), Map.of("net_model", weights, "optim", optimizer, "step", "many"));
            assertThat(bench.em(command(file, out, "--weights", "net")).done().out())
                    .contains("no optimizer state that fits", "does not tell how many steps");
            assertThat(TrainedRun.open(out).checkpoint().optimizer().square()).containsOnly(0);
        }
    }

    @Test
    void aPerceptronHeadIsRecognised() {
        ImagePotential potential = new ImagePotential(Shape.of(3, 8, 8), UNET, new PerceptronHead(List.of(5, 4)), 3);
        Path file = TorchSave.write(folder.resolve("w.pt"), weights(potential, "", 1));
        bench.em("import", file, "network.image.unet={heads: 2, dropout: 0}", "network.image.scale=3", "--out", run)
                .done();
        assertThat(TrainedRun.open(run).checkpoint().architecture()).isEqualTo(potential);
    }

    @Test
    void otherContentsAreRefused() {
        Map<String, Entry> weights = weights(POTENTIAL, "", 1);
        refused(Map.of("model_a", weights, "model_b", weights), "several sets of tensors", "model_a (", "--key");
        refused(Map.of("net_model", weights), "has no ema_model", "--weights net");
        refused(Map.of("ema_model", Map.of("epoch", 3)), "'ema_model'", "holds no tensors");
        refused(Map.of("ema_model", 3), "'ema_model'", "no dictionary");
        refused(Map.of("ema_model", Map.of()), "holds no tensors");
        refused(Map.of(), "no dictionary at all");
        refused(List.of(1, 2), "no dictionary at all");
        refused(weights(POTENTIAL, "wrapper.", 1), "'wrapper.'");
        refused(weights(image(4), "", 1), "data.channels is 4", "ImagePotentialShapes");
        refused(
                Map.of("net_model", weights(image(3), "", 1), "ema_model", weights),
                "(net_model)",
                "does not fit the network");
        Map<String, Entry> lacking = new LinkedHashMap<>(weights);
        lacking.remove("out.0.bias");
        refused(lacking, "1 are missing", "out.0.bias is missing");
    }

    @Test
    void filesThatAreNoneAreRefused() throws IOException {
        bench.refused(DATA, List.of("does not exist"), command(folder.resolve("no.pt"), run));
        bench.refused(DATA, List.of("words.pt"), command(bench.write("words.pt", "weights"), run));
        bench.refused(DATA, List.of("words.safetensors"), command(bench.write("words.safetensors", "weights"), run));
        bench.refused(DATA, List.of("folder"), command(Files.createDirectory(folder.resolve("folder")), run));
        Path claiming = folder.resolve("claiming.safetensors");
        Map<String, Entry> weights = weights(POTENTIAL, "", 1);
        new SafeTensors(weights, Map.of("config", "{network: transformer}")).write(claiming);
        bench.refused(
                DATA, List.of("claiming.safetensors does not fit this program", "transformer"), command(claiming, run));
        new SafeTensors(weights, Map.of("config", "{name: a, phases: [{name: b, steps: 1}]}")).write(claiming);
        bench.refused(DATA, List.of("none for images"), command(claiming, run));
        assertThat(run).doesNotExist();
    }

    /** Whatever bytes change, the end is a run or a refusal in three sentences. */
    @Test
    void damagedFilesNeverCrash() throws IOException {
        byte[] sound = Files.readAllBytes(TorchSave.write(folder.resolve("w.pt"), weights(POTENTIAL, "", 1)));
        int pickle = sound.length - 20_000;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            byte[] damaged = sound.clone();
            for (int i = 0; i < 1 + seed % 3; i++) {
                damaged[pickle + random.nextInt(sound.length - pickle)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.pt"), damaged);
            Workbench.Ended ended = bench.em(command(file, folder.resolve("run" + seed)));
            assertThat(ended.code()).as("seed %d: %s", seed, ended.err()).isIn(0, DATA);
        }
    }

    @Test
    void exportNamesItsFormat() {
        bench.refused(USAGE, List.of(".safetensors"), "export", run, "--out", folder.resolve("w.pt"));
        bench.refused(DATA, List.of("no run directory"), "export", run, "--out", folder.resolve("w.safetensors"));
        imported(weights(POTENTIAL, "", 1));
        bench.refused(1, List.of("w.pt"), "export", run, "--out", folder.resolve("w.pt/w.safetensors"));
    }

    private Workbench.Ended imported(Object root) {
        return bench.em(command(TorchSave.write(folder.resolve("w.pt"), root), run))
                .done();
    }

    private void refused(Object root, String... told) {
        bench.refused(DATA, List.of(told), command(TorchSave.write(folder.resolve("w.pt"), root), run));
        assertThat(run).doesNotExist();
    }

    private static Object[] command(Path file, Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("import", file, "--out", out));
        words.addAll(SETTINGS);
        words.addAll(List.of(more));
        return words.toArray();
    }

    private static ImagePotential image(int channels) {
        return new ImagePotential(Shape.of(channels, 8, 8), UNET, POTENTIAL.head(), 3);
    }

    private static List<Object> numbers(int count) {
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static Map<String, Entry> weights(ImagePotential potential, String prefix, int seed) {
        Map<String, Entry> weights = new LinkedHashMap<>();
        for (ParameterSpec spec : potential.parameters()) {
            weights.put(prefix + spec.name(), entry(spec.shape(), seed));
        }
        return weights;
    }

    private static Entry entry(Shape shape, int seed) {
        Random random = new Random(seed);
        float[] values = new float[shape.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        return new Entry(values, shape);
    }
}
