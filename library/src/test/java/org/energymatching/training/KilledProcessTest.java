package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it trains and saves loses nothing but the steps since its last checkpoint. */
class KilledProcessTest {

    private static final int KILLS = 4;

    @TempDir
    Path directory;

    @Test
    void aRunThatWasKilledAgainAndAgainEndsAsOneThatWasNot() throws Exception {
        RunDirectory whole = new RunDirectory(directory.resolve("whole"));
        TinyRun.train(ChildTraining.plan(), whole, -1, Duration.ofDays(1));
        RunDirectory killed = new RunDirectory(directory.resolve("killed"));
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int kills = 0;
        for (int i = 0; i < KILLS; i++) {
            kills += killWhileTraining(killed, random.nextInt(150)) ? 1 : 0;
        }
        long step = Long.parseLong(killed.newest()
                .map(folder -> folder.getFileName().toString().substring("step-".length()))
                .orElse("0"));
        TinyRun.train(ChildTraining.plan(), killed, -1, Duration.ofDays(1));
        assertThat(kills).as("seed %d, came to step %d", seed, step).isPositive();
        assertThat(TinyRun.learnt(killed)).as("seed %d", seed).isEqualTo(TinyRun.learnt(whole));
        assertThat(TinyRun.metrics(killed)).as("seed %d", seed).isEqualTo(TinyRun.metrics(whole));
    }

    /** Whether the process was still alive when it was killed. */
    private boolean killWhileTraining(RunDirectory run, int milliseconds) throws IOException, InterruptedException {
        byte[] before = Files.exists(run.metrics()) ? Files.readAllBytes(run.metrics()) : new byte[0];
        Path output = directory.resolve("child.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildTraining.class.getName(),
                        run.root().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (child.isAlive() && (!Files.exists(run.metrics()) || Files.size(run.metrics()) <= before.length)) {
                assertThat(System.nanoTime()).as(Files.readString(output)).isLessThan(deadline);
                Thread.sleep(5);
            }
            boolean ended = child.waitFor(milliseconds, TimeUnit.MILLISECONDS);
            if (ended) {
                assertThat(child.exitValue()).as(Files.readString(output)).isZero();
            }
            return !ended;
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
