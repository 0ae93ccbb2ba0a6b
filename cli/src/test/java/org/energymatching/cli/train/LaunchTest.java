package org.energymatching.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.energymatching.cli.Em;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.file.Sha256;
import org.energymatching.training.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code em launch}: real processes that train and sample together. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaunchTest {

    private static final int STEPS = 600;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path days;
    private static Path whole;

    @BeforeAll
    static void trainInOneProcess() {
        bench = new Workbench(folder);
        recipe = bench.table();
        days = bench.days("days.csv", 40);
        whole = bench.path("whole");
        bench.em(train(whole)).done();
    }

    private static Object[] train(Path run) {
        return new Object[] {
            "train",
            recipe,
            "--data",
            days,
            "--run",
            run,
            "--no-report",
            "phases.warm-up.steps=" + STEPS,
            "run.exactSums=true",
            "run.saveEverySeconds=0.05"
        };
    }

    @Test
    void twoProcessesTrainTheWeightsOfOneAndSampleTheSameRows() throws Exception {
        Path run = bench.path("two");
        assertThat(launch(2, train(run)).code()).isZero();
        assertThat(weights(run)).isEqualTo(weights(whole));
        Path alone = bench.path("alone.csv");
        bench.em("sample", whole, "-n", 200, "--out", alone).done();
        Ended sampled = launch(2, "sample", run, "-n", 200, "--out", "-");
        assertThat(sampled.code()).as(sampled.err()).isZero();
        assertThat(sampled.out()).isEqualTo(Files.readString(alone));
    }

    @Test
    void aKilledProcessEndsTheOthersAndTheRunResumes() throws Exception {
        Path run = bench.path("killed");
        double seconds = kill(run, 2, 1, 0);
        assertThat(seconds).isLessThan(30);
        assertThat(Files.readString(bench.path("launch.err")))
                .contains("error: process 0 of 2: ", "lost the connection to another one", "the last good state is");
        bench.em(train(run)).done();
        assertThat(weights(run)).isEqualTo(weights(whole));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void twentyKillsAtRandomMomentsEndClearlyAndResume() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        double longest = 0;
        for (int kill = 0; kill < 20; kill++) {
            Path run = bench.path("killed-" + kill);
            int processes = 2 + kill % 2;
            int victim = random.nextInt(processes);
            double seconds = kill(run, processes, victim, random.nextInt(1500));
            longest = Math.max(longest, seconds);
            String err = Files.readString(bench.path("launch.err"));
            assertThat(seconds).as("seed %d, kill %d: %s", seed, kill, err).isLessThan(30);
            assertThat(err).as("seed %d, kill %d", seed, kill).contains("lost the connection to another one");
            assertThat(launch(1 + kill % 3, train(run)).code()).isZero();
            assertThat(weights(run)).as("seed %d, kill %d", seed, kill).isEqualTo(weights(whole));
        }
        System.out.printf("20 kills, seed %d: the last process ended after %.1f s at most%n", seed, longest);
    }

    /** Kills a process of a group some time after its first checkpoint, and returns the seconds until all have ended. */
    private static double kill(Path run, int processes, int victim, int millis) throws Exception {
        Process launcher = start(processes, train(run));
        while (RunDirectory.of(run.toString()).newest().isEmpty()) {
            assertThat(launcher.isAlive()).isTrue();
            Thread.sleep(5);
        }
        Thread.sleep(millis);
        List<ProcessHandle> ranks = launcher.descendants()
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
        long killed = System.nanoTime();
        ranks.get(victim).destroyForcibly();
        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        return (System.nanoTime() - killed) * 1e-9;
    }

    @Test
    void anErrorOfAVerbIsThatOfTheLaunch() throws Exception {
        Ended missing = launch(2, "sample", bench.path("nowhere"));
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).contains("error: process 0 of 2: There is no run directory");
    }

    private static String weights(Path run) {
        return Sha256.of(RunDirectory.of(run.toString()).newest().orElseThrow().resolve("weights.safetensors"));
    }

    private static Ended launch(int processes, Object... words) throws Exception {
        Process launcher = start(processes, words);
        assertThat(launcher.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                launcher.exitValue(),
                Files.readString(bench.path("launch.out")),
                Files.readString(bench.path("launch.err")));
    }

    private static Process start(int processes, Object... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Em.class.getName(),
                "launch",
                "-n",
                Integer.toString(processes)));
        Arrays.stream(words).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectOutput(bench.path("launch.out").toFile())
                .redirectError(bench.path("launch.err").toFile())
                .start();
    }
}
