package org.energymatching.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.energymatching.cli.Em;
import org.energymatching.cli.Signals;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.training.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, stopped in the middle of their training: the same command goes on and comes to the same weights. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResumedRunTest {

    private static final int INTERRUPTED = 130;
    private static final int STEPS = 1000;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path days;
    private static String uninterrupted;

    @BeforeAll
    static void trainWithoutAStop() {
        bench = new Workbench(folder);
        recipe = bench.table();
        days = bench.days("days.csv", 40);
        uninterrupted = weights(bench.path("whole"));
    }

    @Test
    void interruptedByTheTerminal() throws Exception {
        Signals.assumeInterruptsArrive();
        Path run = bench.path("int");
        Ended stopped = stop("INT", run, "--json");
        assertThat(stopped.code()).as(stopped.err()).isEqualTo(INTERRUPTED);
        assertThat(stopped.json().path("finished").asBoolean(true)).isFalse();
        assertThat(stopped.json().path("step").asInt()).isBetween(1, STEPS);
        assertThat(weights(run)).isEqualTo(uninterrupted);
    }

    @Test
    void toldToEndAndThenWithoutSpaceOnTheDisk() throws Exception {
        Path run = bench.path("term");
        Ended stopped = stop("TERM", run);
        assertThat(stopped.code()).as(stopped.err()).isEqualTo(INTERRUPTED);
        assertThat(stopped.out()).contains("Interrupted and saved after step", "Run the same command again");
        var kept = Workbench.contents(run.resolve("checkpoints"));

        // Files of at most 2 KiB: as on a full disk, the next checkpoint cannot be written.
        String limited = "ulimit -f 2; exec \"$@\"";
        Ended full = start(Stream.concat(Stream.of("bash", "-c", limited, "bash"), program(run).stream())
                        .toList())
                .ended();
        assertThat(full.code()).as(full.err()).isEqualTo(1);
        assertThat(full.err())
                .contains("error: The checkpoint ", "could not be written", "earlier checkpoints are untouched");
        assertThat(Workbench.contents(run.resolve("checkpoints"))).isEqualTo(kept);
        assertThat(weights(run)).isEqualTo(uninterrupted);
    }

    @Test
    void killed() throws Exception {
        Path run = bench.path("kill");
        training(run).process().destroyForcibly().waitFor();
        Path checkpoint = RunDirectory.of(run.toString()).newest().orElseThrow();
        bench.em("sample", run, "-n", 2).done();
        assertThat(checkpoint).isDirectory();
        assertThat(weights(run)).isEqualTo(uninterrupted);
    }

    private static Object[] train(Path run) {
        return new Object[] {
            "train",
            recipe,
            "--data",
            days,
            "--run",
            run,
            "phases.warm-up.steps=" + STEPS,
            "run.saveEverySeconds=0.05",
            "run.logEverySteps=1000"
        };
    }

    /** Trains to the end, in this process. */
    private static String weights(Path run) {
        Object[] words = Stream.concat(Arrays.stream(train(run)), Stream.of("--json", "--quiet"))
                .toArray();
        return bench.em(words).done().json().path("weightsSha256").asString();
    }

    private static Ended stop(String signal, Path run, String... options) throws Exception {
        Child child = training(run, options);
        new ProcessBuilder("kill", "-" + signal, Long.toString(child.process().pid()))
                .start()
                .waitFor();
        return child.ended();
    }

    /** Begins to train in another process and returns when a checkpoint is there. */
    private static Child training(Path run, String... options) throws Exception {
        Child child = start(program(run, options));
        while (RunDirectory.of(run.toString()).newest().isEmpty()) {
            assertThat(child.process().isAlive())
                    .as("alive before its first checkpoint: %s", child)
                    .isTrue();
            Thread.sleep(5);
        }
        return child;
    }

    private static List<String> program(Path run, String... options) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Em.class.getName()));
        Arrays.stream(train(run)).map(Object::toString).forEach(words::add);
        words.addAll(List.of(options));
        return words;
    }

    private static Child start(List<String> words) throws IOException {
        Path out = Files.createTempFile(folder, "process", ".out");
        Path err = Files.createTempFile(folder, "process", ".err");
        return new Child(
                new ProcessBuilder(words)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start(),
                out,
                err);
    }

    /** Another process and where it writes to. */
    private record Child(Process process, Path out, Path err) {

        Ended ended() throws Exception {
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }
}
