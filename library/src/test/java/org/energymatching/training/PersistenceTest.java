package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.energymatching.Samples;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.objective.PersistentContrastiveDivergence;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What objectives keep goes from step to step, from phase to phase, and through checkpoints: as if never interrupted. */
class PersistenceTest {

    private static final PersistentContrastiveDivergence CHAINS =
            new PersistentContrastiveDivergence(0.15, 0.1, TemperatureSchedule.ramp(0.5, 0.15), 32, 16, 4, 0.1, 3);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration ALWAYS = Duration.ZERO;
    private static final int STEPS = 34;

    /** Chains of 30 steps: first alone, then beside others, then by the flow's side after a phase without them. */
    private static final TrainingPlan PLAN = TinyRun.plan(2, 0)
            .phase("alone", 12, CHAINS)
            .phase("beside", 10, TinyRun.FLOW.plus(CHAINS.times(0.5)))
            .phase("without", 2, TinyRun.FLOW)
            .phase("again", 8, TinyRun.FLOW.plus(CHAINS).plus(TinyRun.CONTRAST.onRows(4)))
            .build();

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private RunDirectory run() {
        return new RunDirectory(directory.resolve("run"));
    }

    private static Checkpoint newest(RunDirectory run) {
        return Checkpoint.read(run.newest().orElseThrow());
    }

    private static float[] kept(Checkpoint checkpoint, String name) {
        return Objects.requireNonNull(checkpoint.kept().get(name), name).values();
    }

    @BeforeAll
    static void trainWithoutInterruption() {
        TinyRun.train(PLAN, new RunDirectory(shared), -1, NEVER);
    }

    private void assertAsWithoutInterruption() throws IOException {
        RunDirectory whole = new RunDirectory(shared);
        Checkpoint expected = newest(whole);
        Checkpoint actual = newest(run());
        assertThat(actual.step()).isEqualTo(STEPS);
        assertThat(actual.kept()).containsOnlyKeys("chains", "ages");
        assertThat(kept(actual, "chains")).hasSize(64).isEqualTo(kept(expected, "chains"));
        assertThat(kept(actual, "ages")).hasSize(32).isEqualTo(kept(expected, "ages"));
        assertThat(TinyRun.learnt(run())).isEqualTo(TinyRun.learnt(whole)); // the files bit for bit, with all weights
        assertThat(TinyRun.metrics(run())).isEqualTo(TinyRun.metrics(whole));
    }

    @Test
    void chainsGrowOlderThanAnyStepIsLong() throws IOException {
        float[] ages = kept(newest(new RunDirectory(shared)), "ages");
        float oldest = 0;
        for (float age : ages) {
            oldest = Math.max(oldest, age);
        }
        assertThat(oldest).isGreaterThan(1.5f);
        assertThat(Files.readString(new RunDirectory(shared).metrics()))
                .contains("\"persistent\"", "\"persistentGap\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 9, 14, 20, 24, 25, 26, 27, 33, 34})
    void anInterruptionAtAnyStepChangesNothing(long step) throws IOException {
        TinyRun.train(PLAN, run(), step, NEVER);
        assertThat(newest(run()).step()).isEqualTo(step);
        assertThat(newest(run()).kept()).hasSize(step > 2 ? 2 : 0);
        TinyRun.train(PLAN, run(), -1, NEVER);
        assertAsWithoutInterruption();
    }

    @Test
    void manyInterruptionsAndCheckpointsChangeNothing() throws IOException {
        for (long step = 3; step < STEPS; step += 5) {
            TinyRun.train(PLAN, run(), step, step % 2 == 0 ? ALWAYS : NEVER);
        }
        TinyRun.train(PLAN, run(), -1, ALWAYS);
        assertAsWithoutInterruption();
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        Workers.common().runSequentially(() -> TinyRun.train(PLAN, run(), -1, NEVER));
        assertAsWithoutInterruption();
    }

    /** The chains are part of the state: a run that loses them learns something else. */
    @Test
    void withoutTheChainsItWouldLearnSomethingElse() throws IOException {
        TinyRun.train(PLAN, run(), 20, NEVER);
        Checkpoint read = newest(run());
        RunDirectory another = new RunDirectory(directory.resolve("another"));
        for (Map<String, Samples> kept : List.of(read.kept(), Map.<String, Samples>of())) {
            RunDirectory copy = new RunDirectory(another.root().resolve(Integer.toString(kept.size())));
            Files.createDirectories(copy.checkpoint(20).getParent());
            new Checkpoint(
                            read.step(),
                            read.seconds(),
                            read.architecture(),
                            read.weights(),
                            read.rawWeights(),
                            read.optimizer(),
                            kept,
                            read.standardization(),
                            read.plan(),
                            read.provenance())
                    .write(copy.checkpoint(20));
            TinyRun.train(PLAN, copy, -1, NEVER);
            boolean same = TinyRun.learnt(copy).equals(TinyRun.learnt(new RunDirectory(shared)));
            assertThat(same).isEqualTo(!kept.isEmpty());
        }
    }

    /** Chains of 0.4 in each second step have not arrived in the first ones: there is nothing yet to learn from. */
    @Test
    void stepsBeforeChainsHaveArrivedLeaveTheWeightsAsTheyAre() {
        TrainingPlan plan = TinyRun.plan(0, 0).phase("alone", 2, CHAINS).build();
        TinyRun.train(plan, run(), 1, NEVER);
        Map<String, float[]> first = newest(run()).rawWeights();
        TinyRun.train(plan, run(), -1, NEVER);
        Checkpoint last = newest(run());
        assertThat(last.step()).isEqualTo(2);
        first.forEach((name, values) ->
                assertThat(last.rawWeights().get(name)).as(name).isEqualTo(values));
        assertThat(kept(last, "ages")).contains(0.4f);
    }
}
