package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.description.Descriptions;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.objective.Batches;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Loss;
import org.energymatching.objective.Negatives;
import org.energymatching.objective.Objective;
import org.energymatching.objective.Term;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

    @TempDir
    Path directory;

    private RunDirectory run() {
        return new RunDirectory(directory.resolve("run"));
    }

    private static TrainingPlan plan(Objective objective) {
        return TinyRun.plan(0, 0).phase("custom", 20, objective).build();
    }

    private static Objective spoiledAtStep(int step, double factor, Objective objective) {
        AtomicInteger steps = new AtomicInteger();
        return (potential, batches, rng) ->
                objective.prepare(potential, batches, rng).times(steps.incrementAndGet() == step ? factor : 1);
    }

    /** A checkpoint that was read is not read again: its files may even have been damaged since. */
    @Test
    void aCheckpointThatWasReadIsResumedFrom() throws IOException {
        Trainer.of(TinyRun.plan(6, 0).build(), run()).fit();
        Checkpoint whole = Trainer.of(TinyRun.plan(6, 0).build(), run()).fit();
        Path folder = run().checkpoint(6);
        Checkpoint read = Checkpoint.read(folder);
        Files.writeString(folder.resolve("weights.safetensors"), "damaged");
        assertThatThrownBy(() -> Trainer.of(TinyRun.plan(6, 0).build(), run()).fit())
                .isInstanceOf(DataException.class);
        assertThat(Trainer.of(TinyRun.plan(6, 0).build(), run())
                        .resumeFrom(read)
                        .fit()
                        .step())
                .isEqualTo(whole.step());
    }

    @Test
    void aLossThatIsNoNumberStopsTrainingAndNamesStepAndCheckpoint() {
        Trainer trainer = Trainer.of(plan(spoiledAtStep(7, Double.NaN, TinyRun.FLOW)), run())
                .saveEvery(Duration.ZERO);
        assertThatThrownBy(trainer::fit)
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Training stopped at step 7 of 20: the flow loss became NaN.")
                .hasMessageContaining("the last good state is " + run().checkpoint(6));
        assertThat(Checkpoint.read(run().checkpoint(6)).weights().values()).allSatisfy(values -> {
            for (float value : values) {
                assertThat(value).isFinite();
            }
        });
    }

    @Test
    void withoutACheckpointTheLastGoodStateIsTheBeginning() {
        Trainer trainer = Trainer.of(
                TrainingPlan.builder()
                        .network(Mlp.of(2, 4))
                        .from(StandardNormal.of(2))
                        .to(StandardNormal.of(2))
                        .phase("only", 5, spoiledAtStep(1, Double.NaN, TinyRun.FLOW))
                        .build(),
                run());
        assertThatThrownBy(trainer::fit).hasMessageContaining("the last good state is its beginning.");
    }

    @Test
    void aLossThatGrowsBeyondMeasureStopsTraining() {
        assertThatThrownBy(() -> Trainer.of(plan(spoiledAtStep(3, 1e9, TinyRun.FLOW)), run())
                        .fit())
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Training stopped at step 3 of 20: the flow loss became ")
                .hasMessageContaining("Lower the learning rate");
        assertThatThrownBy(() -> Trainer.of(
                                plan(spoiledAtStep(3, 1e9, TinyRun.CONTRAST.plus(TinyRun.FLOW))),
                                new RunDirectory(directory.resolve("contrast")))
                        .fit())
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Training stopped at step 3 of 20: the contrast loss became ")
                .hasMessageContaining("Lower the learning rate or the weight of this loss");
    }

    /** √|V - V| is 0, and its slope 0 · ∞. */
    @Test
    void aGradientThatIsNoNumberStopsTraining() {
        Term term = new Term() {
            @Override
            public String name() {
                return "kinked";
            }

            @Override
            public int rows() {
                return 1;
            }

            @Override
            public Tensor sum(Potential potential, int from, int to) {
                Tensor energy = potential.energy(Tensor.zeros(Shape.of(1, 2)));
                return energy.minus(energy).abs().sqrt().sum();
            }
        };
        Objective kinked = (potential, batches, rng) -> new Loss(List.of(term), Map.of());
        assertThatThrownBy(() -> Trainer.of(plan(kinked), run()).fit())
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Training stopped at step 1 of 20: the norm of the gradient became NaN.");
    }

    @Test
    void anotherPlanInTheSameDirectoryIsRefusedWithBothValues() {
        TinyRun.train(TinyRun.plan(60, 10).build(), run(), 5, Duration.ofDays(1));
        assertRefused(TinyRun.plan(60, 10).batchSize(32), "batchSize", "batchSize was 16 and is now 32.");
        assertRefused(TinyRun.plan(60, 10).seed(6), "seed", "seed was 5 and is now 6.");
        assertRefused(TinyRun.plan(60, 11), "phases.joint.steps", "was 10 and is now 11.");
        assertRefused(TinyRun.plan(60, 10).clipNorm(2), "clipNorm", "was 1.0 and is now 2.0.");
        assertRefused(TinyRun.plan(60, 10).learningRate(1e-3), "firstLearningRate", "was 1.0E-4 and is now 0.001.");
        assertRefused(TinyRun.plan(60, 10).betas(0.9, 0.95), "beta2", "was 0.999 and is now 0.95.");
        assertRefused(
                TinyRun.plan(60, 10).network(Mlp.of(2, 16, 17)), "network.widths", "[16, 16] and is now [16, 17]");
        assertRefused(TinyRun.plan(60, 10).from(TwoMoons.create()), "parts.source.type", "EightGaussians and is now");
        Samples others = TwoMoons.create().sample(50, Rng.of(2));
        assertRefused(
                TinyRun.plan(60, 10).to(new Dataset(others)),
                "parts.data.rows.digest",
                " and is now " + Descriptions.digest(others.values()));
        assertRefused(
                TinyRun.plan(60, 10).phase("third", 1, TinyRun.FLOW), "phases.third", "was (none) and is now 0.0.");
    }

    @Test
    void aRunIsNotResumedWithAnotherObjectiveOrCoupling() {
        FlowMatching flow = new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.none());
        Negatives cold = Negatives.langevin(TemperatureSchedule.ramp(0.8, 0.1), 5, 0.01);
        Negatives warm = Negatives.langevin(TemperatureSchedule.ramp(0.8, 0.2), 5, 0.01);
        TinyRun.train(of(flow.plus(ContrastiveDivergence.with(2, cold))).build(), run(), 2, Duration.ofDays(1));
        assertRefused(of(flow.plus(ContrastiveDivergence.with(1, cold))), "lambda", "was 2.0 and is now 1.0");
        assertRefused(of(flow.plus(ContrastiveDivergence.with(2, warm))), "epsilonMax", "was 0.1 and is now 0.2");
        FlowMatching noisy = new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.2), FlowWeight.none());
        assertRefused(of(noisy.plus(ContrastiveDivergence.with(2, cold))), "sigma", "was 0.1 and is now 0.2");
        FlowMatching paired = new FlowMatching(Coupling.independent(), Interpolant.straight(0.1), FlowWeight.none());
        assertRefused(of(paired.plus(ContrastiveDivergence.with(2, cold))), "coupling", "Independent");
        Trainer.of(of(flow.plus(ContrastiveDivergence.with(2, cold))).build(), run())
                .fit();
    }

    private static TrainingPlan.Builder of(Objective objective) {
        return TrainingPlan.builder()
                .network(Mlp.of(2, 8))
                .from(EightGaussians.create())
                .to(TwoMoons.create())
                .batchSize(8)
                .learningRate(1e-3)
                .phase("only", 4, objective);
    }

    /** Terms that ask the potential for what no tape records: the right gradient, or an error, and never zeros. */
    @Test
    void aTermThatCannotReachTheParametersIsRefused() {
        Term detached = term(potential -> potential.drift(points()).square().sum());
        assertThatThrownBy(() -> Trainer.of(plan((v, batches, rng) -> new Loss(List.of(detached), Map.of())), run())
                        .fit())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'own' of the loss does not depend on the parameters");
    }

    private static Tensor points() {
        return Tensor.of(new float[] {1, 2, 3, 4}, Shape.of(2, 2));
    }

    private static Term term(Function<Potential, Tensor> sum) {
        return new Term() {
            @Override
            public String name() {
                return "own";
            }

            @Override
            public int rows() {
                return 1;
            }

            @Override
            public Tensor sum(Potential potential, int from, int to) {
                return sum.apply(potential);
            }
        };
    }

    private void assertRefused(TrainingPlan.Builder other, String key, String values) {
        assertThatThrownBy(() -> Trainer.of(other.build(), run()).fit())
                .as(key)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The run directory " + run().root() + " holds a run of another plan: ")
                .hasMessageContaining(key)
                .hasMessageContaining(values);
    }

    @Test
    void twoTrainersInOneDirectoryAreOneTooMany() {
        TrainingPlan plan = TinyRun.plan(3, 0).build();
        AtomicInteger refused = new AtomicInteger();
        Trainer.of(plan, run())
                .listening(new TrainingListener() {
                    @Override
                    public void onStep(StepReport report) {
                        assertThatThrownBy(() -> Trainer.of(plan, run()).fit())
                                .isInstanceOf(FailedException.class)
                                .hasMessageContaining("Another process is training in " + run().root() + ".");
                        refused.incrementAndGet();
                    }
                })
                .fit();
        assertThat(refused).hasValue(3);
        assertThat(Trainer.of(plan, run()).fit().step()).isEqualTo(3);
    }

    @Test
    void aRunDirectoryThatIsAFileIsRefused() throws IOException {
        Files.writeString(run().root(), "not a directory");
        assertThatThrownBy(() -> Trainer.of(TinyRun.plan(3, 0).build(), run()).fit())
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("The run directory " + run().root() + " cannot be written");
        assertThat(Files.readString(run().root())).isEqualTo("not a directory");
    }

    @Test
    void aDamagedCheckpointIsAnErrorAndNotASilentNewBeginning() throws IOException {
        TrainingPlan plan = TinyRun.plan(20, 0).build();
        TinyRun.train(plan, run(), 5, Duration.ofDays(1));
        Files.writeString(run().checkpoint(5).resolve("weights.safetensors"), "damaged");
        assertThatThrownBy(() -> Trainer.of(plan, run()).fit())
                .isInstanceOf(DataException.class)
                .hasMessageContaining(run().checkpoint(5).toString());
    }

    @Test
    void listenersHearOfBeginningStepsAndSaves() {
        TrainingPlan plan = TinyRun.plan(4, 2).build();
        TinyRun.train(plan, run(), 3, Duration.ofDays(1));
        StringBuilder heard = new StringBuilder();
        Trainer.of(plan, run())
                .listening(new TrainingListener() {
                    @Override
                    public void onStart(long step, long steps) {
                        heard.append("start ").append(step).append(" of ").append(steps);
                    }

                    @Override
                    public void onStep(StepReport report) {
                        heard.append(", ").append(report.phase()).append(' ').append(report.step());
                    }

                    @Override
                    public void onSave(long step, Path folder) {
                        assertThat(folder).isDirectory();
                        heard.append(", saved ").append(step);
                    }
                })
                .fit();
        assertThat(heard.toString()).isEqualTo("start 3 of 6, warm-up 4, saved 4, joint 5, joint 6, saved 6");
    }

    @Test
    void anEstimateTouchesNothing() {
        CostEstimate estimate = Trainer.of(TinyRun.plan(60, 10).build(), run()).estimate();
        int parameters = 2 * 16 + 16 + 16 * 16 + 16 + 16 + 1;
        assertThat(estimate.parameters()).isEqualTo(parameters);
        assertThat(estimate.checkpointBytes()).isEqualTo(16L * parameters);
        assertThat(estimate.secondsPerStep().keySet()).containsExactly("warm-up", "joint");
        assertThat(estimate.seconds()).isPositive().isLessThan(60);
        assertThat(run().root()).doesNotExist();
    }

    /** What long chains cost is told from one and two of their steps, for a whole one may take an hour. */
    @Test
    void anEstimateExtrapolatesLongChains() {
        Chained thousand = new Chained(1000, TinyRun.FLOW);
        CostEstimate estimate = Trainer.of(plan(thousand), run()).estimate();
        assertThat(estimate.secondsPerStep().keySet())
                .as("phases that have steps")
                .containsExactly("custom");
        assertThat(estimate.secondsPerStep().get("custom")).isBetween(1000 * 0.003, 1000 * 0.03);
    }

    /** A loss whose chains sleep for 10 ms a step and are never long. */
    private record Chained(int chainSteps, Objective objective) implements Objective {

        @Override
        public Loss prepare(Potential potential, Batches batches, Rng rng) {
            assertThat(chainSteps).as("steps of a chain that are tried").isLessThanOrEqualTo(2);
            LockSupport.parkNanos(10_000_000L * chainSteps);
            return objective.prepare(potential, batches, rng);
        }

        @Override
        public Chained withChains(int steps) {
            return new Chained(steps, objective);
        }
    }

    @Test
    void aPlanThatDoesNotFitIsRefused() {
        TrainingPlan.Builder wide = TinyRun.plan(1, 1).from(StandardNormal.of(3));
        assertThatThrownBy(wide::build).isInstanceOf(UsageException.class).hasMessageContaining("(3)");
        TrainingPlan.Builder single = TinyRun.plan(1, 1).batchSize(1);
        assertThatThrownBy(single::build).isInstanceOf(UsageException.class);
        TrainingPlan.Builder empty = TrainingPlan.builder();
        assertThatThrownBy(empty::build).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Phase("p", -1, TinyRun.FLOW, 0, null)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Phase("p", 1, TinyRun.FLOW, 1, null)).isInstanceOf(UsageException.class);
    }

    @SuppressWarnings("ImmutableEnumChecker") // objectives are stateless
    enum Kind {
        FLOW(TinyRun.FLOW),
        CONTRAST(TinyRun.CONTRAST),
        BOTH(TinyRun.FLOW.plus(TinyRun.CONTRAST.times(0.5)));

        private final Objective objective;

        Kind(Objective objective) {
            this.objective = objective;
        }
    }

    @ParameterizedTest
    @EnumSource
    void stepsLeaveNothingBehind(Kind kind) {
        Phase phase = new Phase("leak", 1000, kind.objective, 0.9, null);
        try (TrainingState state = TrainingState.fresh(TinyRun.plan(1, 1).build(), Device.cpu(), null)) {
            Leaks.assertNone(() -> state.advance(phase, 0));
            Leaks.assertNone(1, 5, () -> state.checkpoint());
        }
    }

    @Test
    void aTrainersWholeLifeLeavesNothingBehind() {
        TrainingPlan plan = TinyRun.plan(3, 2).build();
        AtomicInteger runs = new AtomicInteger();
        Leaks.assertNone(
                2,
                4,
                () -> TinyRun.train(
                        plan, new RunDirectory(directory.resolve("run" + runs.incrementAndGet())), -1, Duration.ZERO));
    }
}
