package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.tensor.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was interrupted ends as one that was not: the same bits, the same metrics. */
class ResumeTest {

    private static final TrainingPlan PLAN = TinyRun.plan(60, 10).build();
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration ALWAYS = Duration.ZERO;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static List<String> learnt = List.of();
    private static List<String> metrics = List.of();

    @BeforeAll
    static void trainWithoutInterruption() throws IOException {
        RunDirectory run = new RunDirectory(shared);
        TinyRun.train(PLAN, run, -1, NEVER);
        learnt = TinyRun.learnt(run);
        metrics = TinyRun.metrics(run);
        assertThat(metrics).hasSize(70);
        assertThat(learnt.get(0)).isEqualTo("step-000000070");
    }

    private RunDirectory run() {
        return new RunDirectory(directory.resolve("run"));
    }

    private void assertAsWithoutInterruption() throws IOException {
        assertThat(TinyRun.learnt(run())).isEqualTo(learnt);
        assertThat(TinyRun.metrics(run())).isEqualTo(metrics);
        assertThat(run().checkpoints()).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 29, 59, 60, 61, 65, 69, 70})
    void anInterruptionAtAnyStepChangesNothing(long step) throws IOException {
        TinyRun.train(PLAN, run(), step, NEVER);
        assertThat(run().newest().orElseThrow()).isEqualTo(run().checkpoint(step));
        TinyRun.train(PLAN, run(), -1, NEVER);
        assertAsWithoutInterruption();
    }

    @Test
    void manyInterruptionsChangeNothing() throws IOException {
        for (long step = 7; step < 70; step += 7) {
            TinyRun.train(PLAN, run(), step, step % 2 == 0 ? ALWAYS : NEVER);
        }
        TinyRun.train(PLAN, run(), -1, NEVER);
        assertAsWithoutInterruption();
    }

    @Test
    void howOftenCheckpointsAreSavedChangesNothing() throws IOException {
        TinyRun.train(PLAN, run(), -1, ALWAYS);
        assertAsWithoutInterruption();
        assertThat(run().checkpoints()).containsExactly(run().checkpoint(69), run().checkpoint(70));
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        Workers.common().runSequentially(() -> TinyRun.train(PLAN, run(), -1, NEVER));
        assertAsWithoutInterruption();
    }

    /** As after a power cut: the checkpoint is older than the metrics, and their last line is torn. */
    @ParameterizedTest
    @CsvSource({"5", "40", "68"})
    void linesOfStepsThatAreTakenAgainAndTornOnesAreDropped(long step) throws IOException {
        TinyRun.train(PLAN, run(), step, NEVER);
        List<String> later = Files.readAllLines(new RunDirectory(shared).metrics());
        Files.write(run().metrics(), later.subList((int) step, (int) step + 2), StandardOpenOption.APPEND);
        Files.writeString(run().metrics(), "{\"step\":" + (step + 3) + ",\"lo", StandardOpenOption.APPEND);
        TinyRun.train(PLAN, run(), -1, NEVER);
        assertAsWithoutInterruption();
    }

    @Test
    void aCheckpointLeftHalfWrittenByACrashIsIgnored() throws IOException {
        TinyRun.train(PLAN, run(), 30, NEVER);
        for (String name : new String[] {".step-000000040.partial", "step-40.partial", "step-000000050.tmp"}) {
            Path partial = run().root().resolve("checkpoints").resolve(name);
            Files.createDirectories(partial);
            Files.writeString(partial.resolve("weights.safetensors"), "half");
        }
        TinyRun.train(PLAN, run(), -1, NEVER);
        assertAsWithoutInterruption();
    }

    @Test
    void aFinishedRunReturnsAtOnce() throws IOException {
        TinyRun.train(PLAN, run(), -1, NEVER);
        var written = Files.getLastModifiedTime(run().checkpoint(70).resolve("weights.safetensors"));
        int[] steps = {0};
        var checkpoint = Trainer.of(PLAN, run())
                .listening(new TrainingListener() {
                    @Override
                    public void onStep(StepReport report) {
                        steps[0]++;
                    }
                })
                .fit();
        assertThat(steps[0]).isZero();
        assertThat(checkpoint.step()).isEqualTo(70);
        assertThat(Files.getLastModifiedTime(run().checkpoint(70).resolve("weights.safetensors")))
                .isEqualTo(written);
        assertAsWithoutInterruption();
    }

    @Test
    void anotherSeedLearnsSomethingElse() {
        TinyRun.train(TinyRun.plan(60, 10).seed(6).build(), run(), -1, NEVER);
        assertThat(TinyRun.learnt(run()).subList(1, 3)).doesNotContainAnyElementsOf(learnt);
    }

    /** Of 307 steps every third makes a hundred lines, so that the interval of 25 gives way; of 10 steps, every one. */
    @Test
    void aPhaseHasAHundredLinesOfMetricsOrOneForEachStepAndOneAtItsEnd() throws IOException {
        Trainer.of(TinyRun.plan(307, 10).build(), run()).logEvery(25).fit();
        List<Integer> steps = TinyRun.metrics(run()).stream()
                .map(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))))
                .toList();
        assertThat(steps)
                .isEqualTo(IntStream.rangeClosed(1, 317)
                        .filter(step -> step % 3 == 0 || step >= 307)
                        .boxed()
                        .toList());
    }
}
