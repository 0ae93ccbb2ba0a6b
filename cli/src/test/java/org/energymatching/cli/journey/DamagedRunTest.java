package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Sha256;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that were cut, changed or swapped are never used, and never overwritten. */
class DamagedRunTest {

    private static final int DATA = 3;
    private static final String NEWEST = "checkpoints/step-000000008";

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path days;
    private static Path whole;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        recipe = bench.table();
        days = bench.days("days.csv", 40);
        whole = bench.path("whole");
        bench.em(train(whole)).done();
    }

    private static Object[] train(Path run) {
        return new Object[] {"train", recipe, "--data", days, "--run", run, "phases.warm-up.steps=4"};
    }

    /** What may happen to a checkpoint. */
    enum Damage {
        WEIGHTS_CUT("weights.safetensors") {
            @Override
            byte[] to(byte[] bytes) {
                return Arrays.copyOf(bytes, bytes.length / 2);
            }
        },
        MOMENTS_FLIPPED("training.safetensors") {
            @Override
            byte[] to(byte[] bytes) {
                bytes[bytes.length - 5] ^= 4;
                return bytes;
            }
        },
        ENDLESS_HEADER("weights.safetensors") {
            @Override
            byte[] to(byte[] bytes) {
                Arrays.fill(bytes, 0, 7, (byte) 0);
                bytes[7] = (byte) 0x80;
                return bytes;
            }
        },
        FOREIGN_WEIGHTS("weights.safetensors") {
            @Override
            byte[] to(byte[] bytes) {
                return "PK\u0003\u0004 something else".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
        },
        EMPTY_MOMENTS("training.safetensors") {
            @Override
            byte[] to(byte[] bytes) {
                return new byte[0];
            }
        },
        DESCRIPTION_CUT("checkpoint.json") {
            @Override
            byte[] to(byte[] bytes) {
                return Arrays.copyOf(bytes, bytes.length - 20);
            }
        },
        DESCRIPTION_NULL("checkpoint.json") {
            @Override
            byte[] to(byte[] bytes) {
                return "null".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
        },
        DESCRIPTION_WITHOUT_STEP("checkpoint.json") {
            @Override
            byte[] to(byte[] bytes) {
                return new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("\"step\"", "\"stop\"")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
        };

        private final String file;

        Damage(String file) {
            this.file = file;
        }

        abstract byte[] to(byte[] bytes);
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedCheckpointIsNamedAndKept(Damage damage) throws Exception {
        Path run = copy("damaged-" + damage);
        Path file = run.resolve(NEWEST).resolve(damage.file);
        Files.write(file, damage.to(Files.readAllBytes(file)));
        everythingIsRefused(run, List.of(NEWEST, damage.file));
        // What the error advises works: without the damaged checkpoint the run goes on from the one before it.
        Workbench.contents(run.resolve(NEWEST))
                .keySet()
                .forEach(name -> delete(run.resolve(NEWEST).resolve(name)));
        delete(run.resolve(NEWEST));
        assertThat(bench.em(withJson(train(run))).done().json().path("weightsSha256"))
                .isEqualTo(bench.em(withJson(train(whole))).json().path("weightsSha256"));
    }

    @Test
    void aFileThatIsMissingIsNamed() throws Exception {
        Path run = copy("missing");
        Files.delete(run.resolve(NEWEST).resolve("training.safetensors"));
        everythingIsRefused(run, List.of(NEWEST, "training.safetensors"));
        Path other = copy("bare");
        Files.createDirectories(other.resolve("checkpoints/step-000000099"));
        everythingIsRefused(other, List.of("step-000000099 is no checkpoint", "delete it"));
    }

    @Test
    void aNewerFormatIsLeftToItsProgram() throws Exception {
        Path run = copy("newer");
        Path file = run.resolve(NEWEST).resolve("checkpoint.json");
        String text = Files.readString(file);
        assertThat(text).contains("\"format\" : 1");
        Files.writeString(file, text.replace("\"format\" : 1", "\"format\" : 2"));
        everythingIsRefused(run, List.of(NEWEST, "is of format 2", "reads format 1"));
    }

    @Test
    void aConfigurationOfAnotherVersionNamesIt() throws Exception {
        Path run = copy("renamed");
        Path file = run.resolve(NEWEST).resolve("checkpoint.json");
        Path sums = run.resolve(NEWEST).resolve("SHA256SUMS");
        String before = Sha256.of(file);
        String text = Files.readString(file);
        assertThat(text).contains("\"shardRows\" : 16");
        Files.writeString(file, text.replaceFirst("\"batchSize\" :", "\"batchRows\" :"));
        Files.writeString(sums, Files.readString(sums).replace(before, Sha256.of(file)));
        everythingIsRefused(run, List.of(NEWEST, "batchRows", "written by version"));
    }

    /** A step that is not the folder's, not whole or out of reach is no checkpoint. */
    @ParameterizedTest
    @ValueSource(strings = {"-5", "1e18", "1.5", "7", "99999999999999999999999", "\"8\""})
    void aStepThatCannotBeIsNamed(String step) throws Exception {
        Path run = copy("step" + step.replace('"', '_'));
        changed(run, "\"step\" : 8", "\"step\" : " + step);
        everythingIsRefused(run, List.of(NEWEST, "step"));
    }

    @Test
    void aRenamedCheckpointIsNamed() throws Exception {
        Path run = copy("moved");
        Files.move(run.resolve(NEWEST), run.resolve("checkpoints/step-000000077"));
        everythingIsRefused(run, List.of("step-000000077", "8"));
    }

    /** A checkpoint alone is sampled and measured; it is no run directory. */
    @Test
    void aCopiedCheckpointWritesBesideItself() throws Exception {
        Path run = copy("origin");
        Path alone = Files.createDirectories(bench.path("copies/deep")).resolve("step-000000008");
        Files.move(run.resolve(NEWEST), alone);
        bench.em("sample", alone, "-n", 2).done();
        assertThat(bench.path("copies/samples.csv")).doesNotExist();
        assertThat(bench.path("samples.csv")).doesNotExist();
    }

    /** The same content in another place is the same data; other content is not. */
    @Test
    void theDataMayMove() throws Exception {
        Path run = copy("elsewhere");
        Path place = Files.copy(days, bench.path("moved.csv"));
        assertThat(bench.em("train", recipe, "--data", place, "--run", run, "phases.warm-up.steps=4")
                        .done()
                        .out())
                .contains("Trained 8 steps");
        Path other = bench.days("other.csv", 41);
        bench.refused(
                DATA,
                List.of("other.csv has changed since the training"),
                "train",
                recipe,
                "--data",
                other,
                "--run",
                run,
                "phases.warm-up.steps=4");
    }

    private static void changed(Path run, String from, String to) throws IOException {
        Path file = run.resolve(NEWEST).resolve("checkpoint.json");
        Path sums = run.resolve(NEWEST).resolve("SHA256SUMS");
        String before = Sha256.of(file);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        Files.writeString(sums, Files.readString(sums).replace(before, Sha256.of(file)));
    }

    @Test
    void samplesOfACheckpointLieBesideIt() throws Exception {
        Path run = copy("sampled");
        Map<String, String> before = Workbench.contents(run.resolve(NEWEST));
        bench.em("sample", run.resolve(NEWEST), "-n", 2).done();
        assertThat(run.resolve("samples.csv")).isNotEmptyFile();
        assertThat(Workbench.contents(run.resolve(NEWEST))).isEqualTo(before);
    }

    @Test
    void aHalfWrittenCheckpointIsNotSeen() throws Exception {
        Path run = copy("partial");
        Path partial = Files.createDirectories(run.resolve("checkpoints/.step-000000099.partial"));
        Files.writeString(partial.resolve("weights.safetensors"), "half");
        bench.em("sample", run, "-n", 2).done();
        bench.em(train(run)).done();
    }

    private static void everythingIsRefused(Path run, List<String> told) {
        Map<String, String> before = Workbench.contents(run);
        bench.refused(DATA, told, "sample", run);
        bench.refused(DATA, told, "evaluate", run);
        bench.refused(DATA, told, "plot", run);
        bench.refused(DATA, told, "energy", run, "--data", days, "--out", run.resolve("out.csv"));
        bench.refused(DATA, told, train(run));
        assertThat(Workbench.contents(run)).isEqualTo(before);
    }

    private static Object[] withJson(Object[] words) {
        return Stream.concat(Arrays.stream(words), Stream.of("--json")).toArray();
    }

    private static Path copy(String name) throws IOException {
        Path copy = bench.path(name);
        try (Stream<Path> all = Files.walk(whole)) {
            for (Path path : all.toList()) {
                Files.copy(path, copy.resolve(whole.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return copy;
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
