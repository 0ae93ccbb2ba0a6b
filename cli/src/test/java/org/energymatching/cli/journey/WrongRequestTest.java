package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.cli.testing.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that make no sense or cannot be met: each is refused with the way out, and the run keeps every byte. */
class WrongRequestTest {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int DATA = 3;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path days;
    private static Path run;
    private Map<String, String> before = Map.of();

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        recipe = bench.table();
        days = bench.days("days.csv", 40);
        run = bench.path("moons");
        bench.em("train", recipe, "--data", days, "--run", run, "phases.warm-up.steps=4")
                .done();
    }

    @BeforeEach
    void remember() {
        before = Workbench.contents(run);
    }

    @AfterEach
    void nothingIsLost() {
        assertThat(Workbench.contents(run)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "toy2                                   | 'toy2d'",
                "nonesuch                               | em recipes",
                "TABLE tabel.yaml                       | table.yaml",
                "demo batchsize=3                       | 'batchSize'",
                "demo optimiser.learningRate=1          | 'optimizer.learningRate'",
                "demo sampling.kernel=huen              | 'heun'",
                "demo phases.warm-up.loss.flow-matching.coupling=exakt | 'exact'",
                "demo phases.warm-up.steps=-5           | phases.warm-up.steps is -5",
                "demo phases.warmup.steps=5             | 'phases.warm-up'",
                "demo phases.warm-up.steps=many         | whole number",
                "demo phases.warm-up.loss.flow-matching.sigma=-1 | phases.warm-up.loss.flow-matching.sigma is -1",
                "demo sampling.step=0                   | sampling.step is 0",
                "demo sampling.time=-1                  | sampling.time is -1",
                "demo sampling.time=.nan                | sampling.time is NaN",
                "demo sampling.time=.inf                | sampling.time is Infinity",
                "demo optimizer.learningRate=0          | optimizer.learningRate is 0",
                "demo optimizer.learningRate            | key=value",
                "demo network.mlp.widths=[]             | network.mlp.widths",
                "demo batchSize=1                       | batchSize is 1",
                "demo run.threads=-1                    | run.threads is -1"
            })
    void aConfigurationIsChecked(String words, String told) {
        Path begun = bench.path("begun");
        List<Object> command = Stream.of(
                        words.replaceFirst("^TABLE .*", bench.path("tabel.yaml").toString())
                                .split(" "))
                .map(Object.class::cast)
                .toList();
        Object[] all = Stream.of(List.<Object>of("train"), command, List.<Object>of("--run", begun))
                .flatMap(List::stream)
                .toArray();
        bench.refused(USAGE, List.of(told), all);
        assertThat(begun).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample -n 0                | 0 samples",
                "sample -n -3               | -3 samples",
                "sample -n many             | 'many'",
                "sample --step 0            | steps of 0.0",
                "sample --step -1           | steps of -1.0",
                "sample --step NaN          | steps of NaN",
                "sample --time 0            | ends at 0.0",
                "sample --time -2           | ends at -2.0",
                "sample --time NaN          | ends at NaN",
                "sample --time Infinity     | ends at Infinity",
                "sample --out x.xlsx        | .csv, .npy, .png",
                "sample --n 3               | --n",
                "evaluate -n 1              | 1 rows",
                "evaluate --times 0         | above zero",
                "evaluate --times 1,NaN     | above zero",
                "evaluate --times 1,-1      | above zero",
                "evaluate --times 1,x       | 'x'",
                "evaluate --step 0          | steps of 0.0",
                "energy --out x.csv         | --data",
                "energy --data x.csv        | --out"
            })
    void numbersOfAVerbAreChecked(String words, String told) {
        List<Object> command =
                Stream.of(words.split(" ")).map(Object.class::cast).toList();
        Object[] all = Stream.of(command.subList(0, 1), List.<Object>of(run), command.subList(1, command.size()))
                .flatMap(List::stream)
                .toArray();
        bench.refused(USAGE, List.of(told), all);
    }

    @Test
    void anUnknownEndingIsRefusedBeforeAnyWork() {
        bench.refused(USAGE, List.of("x.png", ".csv, .npy"), "energy", "nowhere", "--data", "no.csv", "--out", "x.png");
        bench.refused(USAGE, List.of("samples.txt"), "sample", "nowhere", "--out", "samples.txt");
    }

    @Test
    void aRunThatIsNotThereHasNeighbours() {
        for (String verb : List.of("sample", "evaluate", "plot")) {
            bench.refused(DATA, List.of("no run directory", "Did you mean '" + run + "'?"), verb, bench.path("mooons"));
        }
        bench.refused(DATA, List.of("Runs beside it are ", "moons"), "plot", bench.path("something-else"));
        bench.refused(DATA, List.of("days.csv holds no checkpoint"), "plot", days);
        bench.refused(DATA, List.of("em demo"), "plot", bench.path("no/where"));
    }

    @Test
    void rowsMustFitThePotential() {
        Path out = bench.path("out.csv");
        List<String> columns = List.of("takes rows of 3 numbers: a, b, c");
        bench.refused(DATA, columns, "energy", run, "--data", bench.npy("w5.npy", 4, 5), "--out", out);
        Path lacking = bench.write("lacking.csv", "a,b\n1,2\n3,4\n");
        bench.refused(DATA, List.of("no column 'c'", columns.get(0)), "energy", run, "--data", lacking, "--out", out);
        bench.refused(DATA, List.of("no column 'c'"), "evaluate", run, "--data", lacking);
        bench.refused(DATA, List.of("does not exist"), "energy", run, "--data", bench.path("no.csv"), "--out", out);
        assertThat(out).doesNotExist();
    }

    @Test
    void outputsThatCannotBeWrittenAreTold() {
        Path below = days.resolve("out.csv");
        bench.refused(FAILED, List.of(below.toString()), "energy", run, "--data", days, "--out", below);
        bench.refused(FAILED, List.of(below.toString()), "sample", run, "--out", below);
        Path folder = bench.path("folder.csv");
        folder.toFile().mkdir();
        bench.refused(USAGE, List.of("no ordinary file"), "sample", run, "--out", folder);
    }

    @Test
    void aRunDirectoryThatCannotBeWrittenIsTold() {
        Path below = days.resolve("run");
        bench.refused(FAILED, List.of(below.toString(), "--run"), "train", recipe, "--data", days, "--run", below);
        bench.refused(FAILED, List.of(days.toString(), "--run"), "train", recipe, "--data", days, "--run", days);
        bench.refused(FAILED, List.of(below.toString(), "--run"), "demo", "--run", below);
    }

    @Test
    void metricsThatCannotBeWrittenAreTold() throws Exception {
        Path other = bench.path("blocked");
        Files.createDirectories(other.resolve("metrics.jsonl"));
        bench.refused(
                FAILED,
                List.of("metrics.jsonl", "checkpoints are untouched"),
                "train",
                recipe,
                "--data",
                days,
                "--run",
                other);
        bench.refused(DATA, List.of("holds no checkpoint"), "plot", other);
    }

    @Test
    void aRunOfAnotherConfigurationIsKept() {
        bench.refused(
                USAGE,
                List.of(
                        run.toString(),
                        "batchSize was 32 and is now 16",
                        "network.mlp.widths was [16, 16] and is now [8]",
                        "phases.warm-up.steps was 4 and is now 60",
                        "--run"),
                "train",
                recipe,
                "--data",
                days,
                "--run",
                run,
                "batchSize=16",
                "network.mlp.widths=[8]");
        bench.refused(USAGE, List.of("data.kind was table and is now two-moons"), "demo", "--run", run);
    }

    @Test
    void dataThatChangedAreNotMixedWithTheRun() throws Exception {
        Path data = bench.days("changing.csv", 40);
        Path own = bench.path("changing");
        Object[] train = {"train", recipe, "--data", data, "--run", own, "phases.warm-up.steps=4"};
        bench.em(train).done();
        Map<String, String> kept = Workbench.contents(own);
        Files.writeString(data, "d,1,2,3,x\n", StandardOpenOption.APPEND);
        List<String> told = List.of("changing.csv has changed");
        bench.refused(DATA, told, train);
        bench.refused(DATA, told, "evaluate", own);
        bench.refused(DATA, told, "plot", own);
        bench.em("sample", own, "-n", 3, "--out", bench.path("changing-samples.csv"))
                .done();
        assertThat(Workbench.contents(own)).isEqualTo(kept);
    }

    /** Holds the lock of a run directory until its standard input ends, as a training process does. */
    static final class LockHolder {
        public static void main(String[] args) throws IOException {
            try (FileChannel channel = lockFile(Path.of(args[0]));
                    FileLock lock = channel.lock()) {
                System.out.println(lock.isValid());
                System.in.read();
            }
        }
    }

    private static FileChannel lockFile(Path run) throws IOException {
        return FileChannel.open(run.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    void oneProcessTrainsInADirectory() throws Exception {
        Path taken = Files.createDirectories(bench.path("taken"));
        Object[] train = {"train", recipe, "--data", days, "--run", taken, "phases.warm-up.steps=3"};
        List<String> told = List.of("Another process is training in " + taken, "--run");
        try (FileChannel channel = lockFile(taken);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            bench.refused(FAILED, told, train);
        }
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        taken.toString())
                .start();
        try (BufferedReader out = other.inputReader()) {
            assertThat(out.readLine()).isEqualTo("true");
            bench.refused(FAILED, told, train);
            assertThat(bench.path("taken/metrics.jsonl")).doesNotExist();
        } finally {
            other.destroyForcibly().waitFor();
        }
        bench.em(train).done();
    }

    @Test
    void trainingThatGoesAstrayIsTold() {
        bench.refused(
                FAILED,
                List.of("the flow loss became", "at step", "optimizer.clipNorm"),
                "train",
                recipe,
                "--data",
                days,
                "--run",
                bench.path("astray"),
                "optimizer.learningRate=1e6");
    }
}
