package org.energymatching.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.checkpoint.file.TorchArchive;
import org.energymatching.checkpoint.file.TorchTensor;
import org.energymatching.cli.network.ImageNetworkConfig;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.cli.testing.Golden;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Npy;
import org.energymatching.data.file.Sha256;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the reference implementation saved becomes a run that computes what the reference computed. */
class ReleasedWeightsTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    @TempDir
    private Path folder = Path.of("");

    static Stream<Arguments> cases() {
        return Stream.of(Golden.SMALL, Golden.GRAY)
                .flatMap(golden -> Stream.of(WeightSet.values()).map(set -> Arguments.of(golden, set)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatTheReferenceComputed(Golden golden, WeightSet set) {
        Workbench bench = new Workbench(folder);
        Path run = folder.resolve("run");
        String prefix = set.name().toLowerCase(Locale.ROOT);
        JsonNode json =
                imported(bench, golden, run, "--weights", prefix, "--json").json();
        assertThat(json.path("step").asLong()).isEqualTo(1234);
        assertThat(json.path("sha256").asString()).isEqualTo(Sha256.of(golden.file()));

        TrainedRun trained = TrainedRun.open(run);
        Checkpoint checkpoint = trained.checkpoint();
        TorchArchive archive = TorchArchive.read(golden.file());
        same(checkpoint.weights(), archive.stateDict(set.key));
        same(checkpoint.rawWeights(), archive.stateDict("net_model"));
        assertThat(checkpoint.optimizer().square())
                .startsWith(((TorchTensor) Objects.requireNonNull(archive.at("optim", "state", "0", "exp_avg_sq")))
                        .values());
        assertThat(checkpoint.provenance().imported()).contains(golden.name() + ".pt", Sha256.of(golden.file()));

        SafeTensors.Entry x = golden.expected().tensor("x");
        float[] energies = golden.expected().tensor(prefix + ".energy").values();
        near(trained.potential().energies(new Samples(x.values(), x.shape())), energies);

        Path rows = folder.resolve("x.npy");
        Path out = folder.resolve("energies.npy");
        Npy.write(rows, new Samples(x.values(), Shape.of(4, x.values().length / 4)));
        bench.em("energy", run, "--data", rows, "--out", out, "--pixels", "signed")
                .done();
        float[] written = Workbench.rows(out).values();
        near(new double[] {written[0], written[1], written[2], written[3]}, energies);
    }

    @Test
    void theRunServesTheOtherVerbs() {
        Workbench bench = new Workbench(folder);
        Path run = folder.resolve("run");
        String text = imported(bench, Golden.GRAY, run).out();
        assertThat(text)
                .contains(
                        "averaged weights after step 1,234", "data.side=28", "network.image.unet.multipliers=[1, 2, 2]")
                .contains(
                        "network.image.unet.attention=[14]",
                        "network.image.head.vision.layers=2",
                        "network.image.unet.headChannels=32 (given)")
                .contains("network.image.softClamp=0 (default)", "Temperature and sampling are the program's defaults");
        Path drawn = folder.resolve("drawn.npy");
        bench.em("sample", run, "-n", 2, "--time", 0.02, "--step", 0.01, "--out", drawn)
                .done();
        assertThat(Npy.read(drawn).shape()).isEqualTo(Shape.of(2, 1, 28, 28));
        bench.refused(
                DATA,
                List.of("takes rows of 784 numbers"),
                "energy",
                run,
                "--data",
                bench.npy("colour.npy", 2, 3072),
                "--out",
                folder.resolve("no.csv"));
        bench.refused(USAGE, List.of("data.path is empty", "--data PATH"), "evaluate", run);
        bench.refused(
                USAGE,
                List.of("holds a run already", "--out"),
                "import",
                Golden.GRAY.file(),
                "--recipe",
                "mnist",
                "--out",
                run);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void exportAndImportKeepEveryBit(Golden golden, WeightSet set) {
        Workbench bench = new Workbench(folder);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path file = folder.resolve("weights.safetensors");
        imported(bench, golden, first);
        bench.em("export", first, "--weights", set, "--out", file).done();
        TorchArchive archive = TorchArchive.read(golden.file());
        SafeTensors exported = SafeTensors.read(file);
        assertThat(exported.tensors().keySet())
                .isEqualTo(archive.tensors("net_model").keySet());
        bench.em("import", file, "--out", second).done();
        Checkpoint again = TrainedRun.open(second).checkpoint();
        same(again.weights(), archive.stateDict(set.key));
        same(again.rawWeights(), archive.stateDict(set.key));
        assertThat(again.architecture())
                .isEqualTo(TrainedRun.open(first).checkpoint().architecture());
        assertThat(again.step()).isEqualTo(1234);
        assertThat(again.optimizer().mean()).containsOnly(0);
    }

    @Test
    void whatTheTensorsContradictIsRefused() {
        Workbench bench = new Workbench(folder);
        Path out = folder.resolve("run");
        List<Object> command = command(Golden.GRAY, out);
        command.add("data.channels=3");
        bench.refused(
                DATA,
                List.of(
                        "image_potential_gray.pt does not fit",
                        "of 195 tensors",
                        "input_blocks.0.0.weight is (32, 1, 3, 3) in place of (32, 3, 3, 3)",
                        "data.channels was given as 3, but they say 1"),
                command.toArray());
        command.set(command.size() - 1, "network.image.unet={width: 64, blocks: 2}");
        bench.refused(DATA, List.of("and ", " more", "network.image.unet.width was given as 64"), command.toArray());
        bench.refused(
                DATA,
                List.of("sequence_potential.pt", "138 tensors", "init_conv.weight", "sequences"),
                "import",
                Golden.file("sequence_potential.pt"),
                "--recipe",
                "cifar10",
                "--out",
                out);
        assertThat(out).doesNotExist();
    }

    @Test
    void whatIsNotToldIsNamed() {
        Workbench bench = new Workbench(folder);
        Path out = folder.resolve("run");
        Path file = Golden.SMALL.file();
        bench.refused(
                USAGE,
                List.of(
                        "network.image.unet.headChannels (or network.image.unet.heads), network.image.head.vision.heads, network.image.scale",
                        "--recipe"),
                "import",
                file,
                "--out",
                out);
        bench.refused(
                USAGE,
                List.of("does not tell network.image.scale."),
                "import",
                file,
                "network.image.unet={heads: 2}",
                "network.image.head.vision.heads=4",
                "--out",
                out);
        bench.refused(
                USAGE,
                List.of("recipe toy2d is none for images", "cifar10"),
                "import",
                file,
                "--recipe",
                "toy2d",
                "--out",
                out);
        bench.refused(USAGE, List.of("'cifar10'"), "import", file, "--recipe", "cifar1", "--out", out);
        bench.refused(
                USAGE,
                List.of("Did you mean 'network.image.unet.headChannels'?"),
                "import",
                file,
                "network.image.unet.headChanels=3",
                "--out",
                out);
        bench.refused(USAGE, List.of("--weights"), "import", file, "--weights", "best", "--out", out);
        bench.refused(
                USAGE,
                List.of("heads of 48 channels"),
                "import",
                file,
                "network.image.unet.headChannels=48",
                "network.image.head.vision.heads=4",
                "network.image.scale=1",
                "--out",
                out);
        bench.refused(USAGE, List.of("--out"), "import", file);
        assertThat(out).doesNotExist();
    }

    @Test
    void aRecipeTellsTheRestAndTheTensorsCount() {
        Workbench bench = new Workbench(folder);
        Path run = folder.resolve("run");
        JsonNode json = bench.em(
                        "import",
                        Golden.GRAY.file(),
                        "--recipe",
                        "mnist",
                        "network.image.unet.headChannels=32",
                        "--out",
                        run,
                        "--json")
                .done()
                .json();
        assertThat(json.path("remarks").toString())
                .contains("The tensors say network.image.unet.blocks=1, recipe mnist 2: the tensors count.")
                .contains("network.image.head.vision.width=64, recipe mnist 128")
                .doesNotContain("network.image.unet.attention");
        TrainedRun trained = TrainedRun.open(run);
        assertThat(trained.config().temperature().epsilonMax()).isEqualTo(0.1);
        assertThat(trained.config().network())
                .isInstanceOfSatisfying(
                        ImageNetworkConfig.class,
                        network -> assertThat(network.scale()).isEqualTo(100));
        SafeTensors.Entry x = Golden.GRAY.expected().tensor("x");
        near(
                trained.potential().energies(new Samples(x.values(), x.shape())),
                Golden.GRAY.expected().tensor("ema.energy").values());
    }

    private static List<Object> command(Golden golden, Path out) {
        List<Object> words = new ArrayList<>(List.of("import", golden.file(), "--out", out));
        words.addAll(golden.settings());
        return words;
    }

    private static Workbench.Ended imported(Workbench bench, Golden golden, Path out, Object... more) {
        List<Object> words = command(golden, out);
        words.addAll(List.of(more));
        return bench.em(words.toArray()).done();
    }

    private static void same(Map<String, float[]> weights, Map<String, SafeTensors.Entry> expected) {
        assertThat(weights.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((name, entry) -> assertThat(weights.get(name)).as(name).isEqualTo(entry.values()));
    }

    private static void near(double[] energies, float[] expected) {
        assertThat(energies).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(energies[i] / expected[i] - 1)).isLessThan(1e-5);
        }
    }
}
