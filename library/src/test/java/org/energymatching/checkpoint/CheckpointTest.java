package org.energymatching.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.checkpoint.file.OptimizerState;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.Sha256;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private static final Mlp MLP = Mlp.of(2, 3).first(Activation.RELU);
    private static final List<String> FILES =
            List.of("checkpoint.json", "weights.safetensors", "training.safetensors", "SHA256SUMS");

    private static final Provenance PROVENANCE = Provenance.here();

    @TempDir
    Path directory;

    /** Every kind of float stands among the weights. */
    private static Checkpoint checkpoint() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, float[]> weights = new LinkedHashMap<>();
        Map<String, float[]> raw = new LinkedHashMap<>();
        int size = 0;
        for (ParameterSpec spec : MLP.parameters()) {
            weights.put(spec.name(), Seeds.anyFloats(spec.shape().length(), random));
            raw.put(spec.name(), Seeds.anyFloats(spec.shape().length(), random));
            size += spec.shape().length();
        }
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("network", MLP.description());
        plan.put("batchSize", 128);
        plan.put("seed", Long.MAX_VALUE);
        plan.put("rate", 1e-4);
        plan.put("name", "Grüße, \"quoted\"\n");
        return new Checkpoint(
                22_000,
                12.125,
                MLP,
                weights,
                raw,
                new OptimizerState(Seeds.anyFloats(size, random), Seeds.anyFloats(size, random)),
                Map.of(
                        "chains", new Samples(Seeds.anyFloats(12, random), Shape.of(2, 3, 1, 2)),
                        "ages", new Samples(Seeds.anyFloats(2, random), Shape.of(2, 1))),
                new Standardization(new double[] {0.1, -3e-30}, new double[] {1.5, 3.0000000000000004}),
                plan,
                PROVENANCE);
    }

    private static void assertEqual(Checkpoint actual, Checkpoint expected) {
        assertThat(actual.step()).isEqualTo(expected.step());
        assertThat(actual.seconds()).isEqualTo(expected.seconds());
        assertThat(actual.architecture()).isEqualTo(expected.architecture());
        assertThat(bits(actual.weights())).isEqualTo(bits(expected.weights()));
        assertThat(bits(actual.rawWeights())).isEqualTo(bits(expected.rawWeights()));
        assertThat(bits(actual.optimizer().mean()))
                .isEqualTo(bits(expected.optimizer().mean()));
        assertThat(bits(actual.optimizer().square()))
                .isEqualTo(bits(expected.optimizer().square()));
        assertThat(actual.kept()).containsOnlyKeys(expected.kept().keySet());
        actual.kept().forEach((name, samples) -> {
            Samples before = Objects.requireNonNull(expected.kept().get(name));
            assertThat(samples.shape()).as(name).isEqualTo(before.shape());
            assertThat(bits(samples.values())).as(name).isEqualTo(bits(before.values()));
        });
        assertThat(actual.standardization()).usingRecursiveComparison().isEqualTo(expected.standardization());
        assertThat(actual.plan()).isEqualTo(expected.plan());
        assertThat(actual.provenance()).isEqualTo(expected.provenance());
    }

    private static Map<String, List<Integer>> bits(Map<String, float[]> arrays) {
        Map<String, List<Integer>> bits = new LinkedHashMap<>();
        arrays.forEach((name, values) -> bits.put(name, bits(values)));
        return bits;
    }

    private static List<Integer> bits(float[] values) {
        Integer[] bits = new Integer[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return List.of(bits);
    }

    private Path written() {
        Path folder = directory.resolve("step-1");
        checkpoint().write(folder);
        return folder;
    }

    @Test
    void roundTripIsBitForBit() {
        assertEqual(Checkpoint.read(written()), checkpoint());
    }

    @Test
    void whatIsNotThereIsReadAsNotThere() {
        Checkpoint with = checkpoint();
        Path folder = directory.resolve("plain");
        new Checkpoint(
                        0,
                        0,
                        MLP,
                        with.weights(),
                        with.rawWeights(),
                        with.optimizer(),
                        null,
                        Map.of(),
                        with.provenance())
                .write(folder);
        assertThat(Checkpoint.read(folder).standardization()).isNull();
        assertThat(Checkpoint.read(folder).plan()).isEmpty();
    }

    /** Checkpoints had nothing of the kind at first: one that keeps nothing is a file as it was then, and is read as that. */
    @Test
    void anOlderCheckpointKeepsNothing() {
        Checkpoint with = checkpoint();
        Path folder = directory.resolve("older");
        new Checkpoint(
                        7,
                        1,
                        MLP,
                        with.weights(),
                        with.rawWeights(),
                        with.optimizer(),
                        null,
                        with.plan(),
                        with.provenance())
                .write(folder);
        List<String> names = new ArrayList<>(List.of("adam.mean", "adam.square"));
        MLP.parameters().forEach(spec -> names.add("raw." + spec.name()));
        assertThat(SafeTensors.read(folder.resolve("training.safetensors")).tensors())
                .containsOnlyKeys(names);
        assertThat(Checkpoint.read(folder).kept()).isEmpty();
        assertThat(bits(Checkpoint.read(folder).rawWeights())).isEqualTo(bits(with.rawWeights()));
        assertThat(SafeTensors.read(written().resolve("training.safetensors")).tensors())
                .containsKeys("kept.chains", "kept.ages")
                .hasSize(names.size() + 2);
    }

    @Test
    void whatIsKeptStandsInTheSameOrderEachTime() throws IOException {
        Checkpoint with = checkpoint();
        byte[] expected = Files.readAllBytes(written().resolve("training.safetensors"));
        Map<String, Samples> reversed = new LinkedHashMap<>();
        with.kept().keySet().stream()
                .sorted(Comparator.reverseOrder())
                .forEach(name ->
                        reversed.put(name, Objects.requireNonNull(with.kept().get(name))));
        Path folder = directory.resolve("reversed");
        new Checkpoint(
                        with.step(),
                        with.seconds(),
                        MLP,
                        with.weights(),
                        with.rawWeights(),
                        with.optimizer(),
                        reversed,
                        with.standardization(),
                        with.plan(),
                        with.provenance())
                .write(folder);
        assertThat(Files.readAllBytes(folder.resolve("training.safetensors"))).isEqualTo(expected);
        assertThat(new String(expected, StandardCharsets.ISO_8859_1)).containsSubsequence("kept.ages", "kept.chains");
    }

    @Test
    void theSumsAreThoseOfTheProgramSha256sum() throws IOException {
        Path folder = written();
        assertThat(Files.readAllLines(folder.resolve("SHA256SUMS")))
                .containsExactly(
                        Sha256.of(folder.resolve("weights.safetensors")) + "  weights.safetensors",
                        Sha256.of(folder.resolve("training.safetensors")) + "  training.safetensors",
                        Sha256.of(folder.resolve("checkpoint.json")) + "  checkpoint.json");
    }

    @Test
    void anArchitectureOfYourOwnIsReadByPassingIt() {
        Architecture own = new Architecture() {
            @Override
            public Shape inputShape() {
                return MLP.inputShape();
            }

            @Override
            public List<ParameterSpec> parameters() {
                return MLP.parameters();
            }

            @Override
            public Tensor energy(Tensor x, Parameters parameters) {
                return MLP.energy(x, parameters);
            }
        };
        Checkpoint c = checkpoint();
        Path folder = directory.resolve("own");
        new Checkpoint(1, 1, own, c.weights(), c.rawWeights(), c.optimizer(), null, c.plan(), c.provenance())
                .write(folder);
        assertThat(Checkpoint.read(folder, own).architecture()).isSameAs(own);
        assertThatThrownBy(() -> Checkpoint.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Pass your own architecture");
    }

    @Test
    void aSingleFlippedBitAnywhereIsNoticed() throws IOException {
        Path folder = written();
        for (String name : FILES) {
            byte[] sound = Files.readAllBytes(folder.resolve(name));
            Seeds.check(100, random -> {
                byte[] flipped = sound.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(folder.resolve(name), flipped);
                assertThatThrownBy(() -> Checkpoint.read(folder)).as(name).isInstanceOf(DataException.class);
            });
            Files.write(folder.resolve(name), sound);
        }
        assertEqual(Checkpoint.read(folder), checkpoint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint.json", "weights.safetensors", "training.safetensors", "SHA256SUMS"})
    void aFileThatIsCutOffOrMissingIsNoticed(String name) throws IOException {
        Path folder = written();
        byte[] sound = Files.readAllBytes(folder.resolve(name));
        for (int length : new int[] {0, 1, 7, 8, sound.length / 2, sound.length - 2}) {
            Files.write(folder.resolve(name), Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> Checkpoint.read(folder))
                    .as("%d bytes", length)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(folder.toString());
        }
        Files.delete(folder.resolve(name));
        assertThatThrownBy(() -> Checkpoint.read(folder)).isInstanceOf(DataException.class);
    }

    @Test
    void anyDamageToTheDescriptionIsHarmlessOrNoticed() throws IOException {
        Path folder = written();
        Path file = folder.resolve("checkpoint.json");
        byte[] sound = Files.readAllBytes(file);
        int refused = Corruption.refused(sound, file, path -> assertEqual(Checkpoint.read(folder), checkpoint()), 200);
        assertThat(refused).isGreaterThan(sound.length + 150);
    }

    /** As above, with sums made to fit: whoever does that gets a checkpoint or an explanation, and never a stack trace. */
    @Test
    void aDescriptionRewrittenByHandIsReadOrExplained() throws IOException {
        Path folder = written();
        Path file = folder.resolve("checkpoint.json");
        byte[] sound = Files.readAllBytes(file);
        String sums = Files.readString(folder.resolve("SHA256SUMS"));
        String before = Sha256.of(file);
        int refused = Corruption.refused(
                sound,
                file,
                path -> {
                    try {
                        Files.writeString(folder.resolve("SHA256SUMS"), sums.replace(before, Sha256.of(path)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    Checkpoint.read(folder);
                },
                400);
        assertThat(refused).isGreaterThan(sound.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "{}", "{\"format\":1}", "\"text\"", "", "{\"format\":1e999}"})
    void anyOtherJsonIsNoDescription(String json) throws IOException {
        Path folder = written();
        Files.writeString(folder.resolve("checkpoint.json"), json);
        assertThatThrownBy(() -> Checkpoint.read(folder)).isInstanceOf(DataException.class);
    }

    @Test
    void aNewerFormatIsNamedAsSuch() throws IOException {
        Path folder = written();
        Path file = folder.resolve("checkpoint.json");
        Files.writeString(file, Files.readString(file).replaceFirst("(\"format\" *: *)1", "$12"));
        assertThatThrownBy(() -> Checkpoint.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is of format 2. This version reads format 1.")
                .hasMessageContaining("Use the version of the library that wrote it: development.");
    }

    @Test
    void aFolderOfSomethingElseIsNoCheckpoint() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "hello");
        assertThatThrownBy(() -> Checkpoint.read(directory))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(directory + " is no checkpoint: it has no checkpoint.json.");
        assertThatThrownBy(() -> Checkpoint.read(directory.resolve("nowhere"))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Checkpoint.read(directory.resolve("notes.txt")))
                .isInstanceOf(DataException.class);
    }

    @Test
    void aHeaderThatAnnouncesMoreThanThereIsTakesNoMemory() throws IOException {
        Path folder = written();
        Path weights = folder.resolve("weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        for (long length : new long[] {1L << 63, Long.MAX_VALUE, 1L << 40, -1}) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(weights, bytes);
            assertThatThrownBy(() -> SafeTensors.read(weights))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("announces a header of " + Long.toUnsignedString(length) + " bytes");
            assertThatThrownBy(() -> Checkpoint.read(folder)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedWhenUsed() {
        Checkpoint c = checkpoint();
        Map<String, float[]> fewer = new LinkedHashMap<>(c.weights());
        fewer.remove("layers.1.bias");
        assertThatThrownBy(() -> new Checkpoint(
                                1, 1, MLP, fewer, c.rawWeights(), c.optimizer(), null, c.plan(), c.provenance())
                        .potential())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("layers.1.bias is missing");
    }

    @Test
    void whatACrashLeftHalfWrittenIsReplaced() throws IOException {
        Path partial = directory.resolve(".step-1.partial");
        Files.createDirectories(partial.resolve("deeper"));
        Files.writeString(partial.resolve("weights.safetensors"), "half");
        assertEqual(Checkpoint.read(written()), checkpoint());
        assertThat(names(directory)).containsExactly("step-1");
    }

    @Test
    void aFailedWriteLeavesEarlierCheckpointsAndNothingElse() throws IOException {
        Path earlier = written();
        Path taken = directory.resolve("step-2");
        Files.writeString(taken, "a file where the folder should be");
        assertThatThrownBy(() -> checkpoint().write(taken))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("The checkpoint " + taken + " could not be written")
                .hasMessageContaining("earlier checkpoints are untouched.");
        assertThatThrownBy(() -> checkpoint().write(taken.resolve("below"))).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> checkpoint().write(earlier)).isInstanceOf(FailedException.class);
        assertEqual(Checkpoint.read(earlier), checkpoint());
        assertThat(Files.readString(taken, StandardCharsets.UTF_8)).isEqualTo("a file where the folder should be");
        assertThat(names(directory)).containsExactlyInAnyOrder("step-1", "step-2");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(path -> path.getFileName().toString()).toList();
        }
    }
}
