package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.energymatching.data.file.Folders;
import org.energymatching.error.FailedException;
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

    /** As a kill between the writing of a file and its renaming leaves them. */
    @Test
    void whatKillsLeftHalfWrittenGoesWithTheNextStart() throws IOException {
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        TinyRun.train(ChildTraining.plan(), run, 5, Duration.ofDays(1));
        Path partial = Files.createDirectories(run.checkpoint(99).resolveSibling(".step-000000099.partial"));
        Files.writeString(partial.resolve("weights.safetensors"), "half");
        Path temporary =
                Files.writeString(run.root().resolve(".metrics.jsonl." + UUID.randomUUID() + ".tmp"), "{\"step\":");
        Files.setLastModifiedTime(temporary, FileTime.from(Instant.EPOCH));
        TinyRun.train(ChildTraining.plan(), run, 7, Duration.ofDays(1));
        assertThat(partial).doesNotExist();
        assertThat(temporary).doesNotExist();
    }

    @Test
    void aDirectoryThatIsRemovedMeanwhileIsTold() {
        RunDirectory run = new RunDirectory(directory.resolve("removed"));
        Trainer trainer = Trainer.of(ChildTraining.plan(), run).logEvery(1);
        trainer.listening(new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == 3) {
                    try {
                        Folders.delete(run.root());
                    } catch (IOException refused) {
                        throw new UncheckedIOException(refused);
                    }
                    trainer.stop();
                }
            }
        });
        assertThatThrownBy(trainer::fit)
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("removed or renamed while it was trained in");
    }

    /** One byte that is no UTF-8, a line that is no object: what is whole stays, and the run goes on. */
    @Test
    void metricsThatWereDamagedDoNotHinder() throws IOException {
        RunDirectory run = new RunDirectory(directory.resolve("damaged"));
        TinyRun.train(ChildTraining.plan(), run, 4, Duration.ofDays(1));
        Files.write(run.metrics(), new byte[] {'{', (byte) 0xff, '}', '\n', '[', ']', '\n'}, StandardOpenOption.APPEND);
        assertThat(MetricsFile.read(run.metrics()).damaged()).isEqualTo(2);
        TinyRun.train(ChildTraining.plan(), run, 6, Duration.ofDays(1));
        assertThat(MetricsFile.read(run.metrics()).damaged()).isZero();
        assertThat(MetricsFile.read(run.metrics()).lines())
                .extracting(MetricsFile.Line::step)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
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
