package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.density.FlowDensity;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.Hessian;
import org.energymatching.geometry.HessianSpectrum;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.engine.Engine;
import org.energymatching.testing.Groups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesTest {

    @TempDir
    Path directory;

    private RunDirectory run(String name) {
        return new RunDirectory(directory.resolve(name));
    }

    private static List<Checkpoint> train(TrainingPlan plan, RunDirectory run, int processes, boolean exact, int stop) {
        return Groups.run(processes, group -> {
            Trainer trainer = Trainer.of(plan, run).logEvery(1).across(new Processes(group, exact));
            trainer.listening(new TrainingListener() {
                @Override
                public void onStep(StepReport report) {
                    if (report.step() == stop && group.rank() == group.size() - 1) {
                        trainer.stop();
                    }
                }
            });
            return trainer.fit();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void exactSumsGiveTheBitsOfOneProcess(int processes) throws IOException {
        TrainingPlan plan = TinyRun.plan(8, 12).build();
        Trainer.of(plan, run("one")).logEvery(1).fit();
        List<Checkpoint> reached = train(plan, run("many"), processes, true, -1);
        assertThat(TinyRun.learnt(run("many"))).isEqualTo(TinyRun.learnt(run("one")));
        assertThat(TinyRun.metrics(run("many"))).isEqualTo(TinyRun.metrics(run("one")));
        assertThat(reached)
                .allSatisfy(checkpoint -> assertThat(checkpoint.step()).isEqualTo(20));
    }

    @Test
    void theFasterSumIsEqualWithinRounding() {
        TrainingPlan plan = TinyRun.plan(8, 12).build();
        Checkpoint one = Trainer.of(plan, run("one")).fit();
        List<Checkpoint> two = train(plan, run("many"), 2, false, -1);
        for (String name : one.weights().keySet()) {
            float[] alone = Objects.requireNonNull(one.weights().get(name));
            float[] first = Objects.requireNonNull(two.get(0).weights().get(name));
            assertThat(two.get(1).weights().get(name)).as(name).containsExactly(first);
            assertThat(first).as(name).containsExactly(alone, within(1e-4f));
        }
    }

    @Test
    void aRunThatOneProcessStopsResumesWithAnotherNumberOfThem() throws IOException {
        TrainingPlan plan = TinyRun.plan(8, 12).build();
        Trainer.of(plan, run("one")).logEvery(1).fit();
        List<Checkpoint> stopped = train(plan, run("many"), 3, true, 9);
        // The request travels with the next step.
        assertThat(stopped)
                .allSatisfy(checkpoint -> assertThat(checkpoint.step()).isEqualTo(10));
        train(plan, run("many"), 2, true, 15);
        Trainer.of(plan, run("many")).logEvery(1).fit();
        assertThat(TinyRun.learnt(run("many"))).isEqualTo(TinyRun.learnt(run("one")));
        assertThat(TinyRun.metrics(run("many"))).isEqualTo(TinyRun.metrics(run("one")));
    }

    @Test
    void processesWithDifferentPlansAreRefusedByName() {
        assertThatThrownBy(() -> Groups.run(
                        2,
                        group -> Trainer.of(
                                        TinyRun.plan(8, 12)
                                                .clipNorm(1.0 + group.rank())
                                                .build(),
                                        run("differs"))
                                .across(new Processes(group, true))
                                .fit()))
                .hasCauseInstanceOf(UsageException.class)
                .hasMessageContaining(
                        "Process 1 of 2 differs from process 0 in the plan: plan.clipNorm is 1.0 in process 0"
                                + " and 2.0 in process 1.");
    }

    @Test
    void chainsOfASamplerAreDividedAndTheSame() {
        Checkpoint trained = Trainer.of(TinyRun.plan(8, 12).build(), run("one")).fit();
        Sampler sampler =
                new Sampler(Kernel.eulerMaruyama(), TemperatureSchedule.ramp(0.02, 0.15), new TimeGrid(1, 0.05), 16);
        Samples one = sampler.sample(Target.of(trained.potential()), EightGaussians.create(), 100, 3);
        List<Samples> many = Groups.run(
                3,
                group -> group.divide(
                        () -> sampler.sample(Target.of(trained.potential()), EightGaussians.create(), 100, 3)));
        assertThat(many).allSatisfy(samples -> assertThat(samples.values()).containsExactly(one.values()));
    }

    @Test
    void likelihoodsAndSpectraAreDividedAndTheSame() {
        Potential v = Trainer.of(TinyRun.plan(8, 12).build(), run("one")).fit().potential();
        Samples x = StandardNormal.of(2).sample(300, Rng.of(4));
        FlowDensity density = FlowDensity.of(v, StandardNormal.of(2));
        double[] logs = density.of(x, Rng.of(1)).logDensities();
        double[][] spectra = HessianSpectrum.of(Hessian.of(v), x).eigenvalues();
        Groups.run(
                2,
                group -> group.divide(() -> {
                    assertThat(density.of(x, Rng.of(1)).logDensities()).containsExactly(logs);
                    assertThat(HessianSpectrum.of(Hessian.of(v), x).eigenvalues())
                            .isDeepEqualTo(spectra);
                    return true;
                }));
    }

    @Test
    void partsOfAJobHaveTheSamplesOfTheWhole() {
        Target target = Target.of(
                Trainer.of(TinyRun.plan(8, 12).build(), run("one")).fit().potential());
        Sampler sampler =
                new Sampler(Kernel.eulerMaruyama(), TemperatureSchedule.ramp(0.02, 0.15), new TimeGrid(1, 0.05), 16);
        Samples whole = sampler.sample(target, EightGaussians.create(), 100, 3);
        Samples parts = Samples.concat(List.of(
                sampler.sample(target, EightGaussians.create(), 0, 7, 3),
                sampler.sample(target, EightGaussians.create(), 7, 50, 3),
                sampler.sample(target, EightGaussians.create(), 57, 43, 3)));
        assertThat(parts.values()).containsExactly(whole.values());
    }

    @Test
    void stepsOfAGroupKeepNothing() {
        long[] live = new long[2];
        Groups.run(2, group -> {
            Trainer trainer =
                    Trainer.of(TinyRun.plan(40, 40).build(), run("leaks")).across(new Processes(group, true));
            trainer.listening(new TrainingListener() {
                @Override
                public void onStep(StepReport report) {
                    if (group.isFirst() && (report.step() == 50 || report.step() == 79)) {
                        live[report.step() == 50 ? 0 : 1] = Engine.liveObjects();
                    }
                }
            });
            return trainer.fit();
        });
        // The other process is at most a step ahead, with the values of that step.
        assertThat(live[1]).isLessThan(live[0] + 500);
    }
}
