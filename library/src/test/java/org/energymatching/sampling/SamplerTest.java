package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Network;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {

    private static final Distribution SOURCE = EightGaussians.create();
    private static final Target QUADRATIC = Target.of(Quadratic.tilted(2, 0.5, 0.3));

    private static Sampler sampler(double end, double step) {
        return new Sampler(
                Kernel.heun(),
                TemperatureSchedule.ramp(0.3, 0.2),
                TimeGrid.to(end).step(step));
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 64, 65, 1000})
    void aSampleIsTheSameHoweverManyAreDrawn(int n) {
        try (Network network = Mlp.of(2, 33, 17).create(Rng.of(1))) {
            Target target = Target.of(network::energy);
            float[] alone = sampler(1, 0.1).sample(target, SOURCE, 18, 5).row(17);
            assertThat(sampler(1, 0.1).sample(target, SOURCE, n, 5).row(17)).isEqualTo(alone);
        }
    }

    @Test
    void samplesDoNotDependOnTheNumberOfThreads() {
        try (Network network = Mlp.of(2, 33, 17).create(Rng.of(1))) {
            Target target = Target.of(network::energy);
            float[] together = sampler(1, 0.1).sample(target, SOURCE, 300, 5).values();
            Workers.common()
                    .runSequentially(() -> assertThat(sampler(1, 0.1)
                                    .sample(target, SOURCE, 300, 5)
                                    .values())
                            .isEqualTo(together));
        }
    }

    @Test
    void aTrajectoryEndsWithTheSamples() {
        Trajectory trajectory = sampler(1, 0.1).trajectory(QUADRATIC, SOURCE, 70, 2, 0, 0.5, 1);
        assertThat(trajectory.times()).containsExactly(0.0, 0.5, 1.0);
        assertThat(trajectory.states()).hasSize(3);
        assertThat(trajectory.states().get(0).values())
                .isEqualTo(SOURCE.sample(70, Rng.of(2).stream("start")).values());
        assertThat(trajectory.states().get(1).values())
                .isEqualTo(sampler(0.5, 0.1).sample(QUADRATIC, SOURCE, 70, 2).values());
        assertThat(trajectory.last().values())
                .isEqualTo(sampler(1, 0.1).sample(QUADRATIC, SOURCE, 70, 2).values());
    }

    /** At a slope of 1, x falls by the time that has passed, whatever the steps. */
    @ParameterizedTest
    @CsvSource({"1, 0.3", "1, 0.4", "1, 0.01", "0.7, 0.5", "3.25, 0.01", "1, 0.6", "1, 0.75"})
    void chainsRunToTheEndOfTheGrid(double end, double step) {
        Samples samples = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(0),
                        TimeGrid.to(end).step(step))
                .sample((x, epsilon) -> x.sumPerRow(), new Dataset(Samples.of(new float[][] {{10}})), 3, 1);
        assertThat(samples.values())
                .containsExactly(new float[] {10 - (float) end, 10 - (float) end, 10 - (float) end}, within(1e-4f));
    }

    @Test
    void everyBlockIsReported() {
        AtomicInteger blocks = new AtomicInteger();
        Sampler sampler = sampler(0.2, 0.1);
        sampler.trajectory(QUADRATIC, SOURCE, 130, 2, blocks::incrementAndGet, 0.2);
        assertThat(blocks).hasValue(sampler.blocks(QUADRATIC, 130)).hasValue(3);
    }

    @Test
    void senselessRequestsAreRefused() {
        Sampler sampler = sampler(1, 0.1);
        assertThatThrownBy(() -> sampler.sample(QUADRATIC, SOURCE, 0, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("0 samples were asked for.");
        double[][] unsorted = {{0.5, 0.2}, {0.5, 0.5}, {-0.1}, {1.1}, {Double.NaN}, {-1e300}, {}};
        for (double[] times : unsorted) {
            assertThatThrownBy(() -> sampler.trajectory(QUADRATIC, SOURCE, 3, 1, times))
                    .as("%s", times)
                    .isInstanceOf(UsageException.class);
        }
        assertThatThrownBy(() -> new Sampler(Kernel.heun(), TemperatureSchedule.constant(0), TimeGrid.to(1), 0))
                .isInstanceOf(UsageException.class);
    }

    /** A step of 10 on a curvature of 1 multiplies by -9; only the third chain begins off the centre. */
    @Test
    void aDivergingChainIsNamedWithItsStep() {
        Distribution source = new Distribution() {
            @Override
            public Shape shape() {
                return Shape.of(1);
            }

            @Override
            public void draw(RandomGenerator rng, float[] out, int offset) {
                out[offset] = offset == 2 ? 1 : 0;
            }
        };
        Sampler sampler = new Sampler(
                Kernel.eulerMaruyama(),
                TemperatureSchedule.constant(0),
                TimeGrid.to(1000).step(10));
        assertThatThrownBy(() -> sampler.sample(Target.of(Quadratic.diagonal(1)), source, 5, 1))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Chain 2 diverged within 100 steps")
                .hasMessageContaining("10.0");
        assertThatThrownBy(
                        () -> sampler.sample((x, epsilon) -> x.sumPerRow().log().times(Double.NaN), source, 5, 1))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("NaN");
    }

    /** However many steps there are, only so many looks are kept, equally far apart. */
    @Test
    void theTraceDoesNotGrowWithTheSteps() {
        Recorder recorder = new Recorder(1, 1, 0, new int[0]);
        for (int step = 1; step <= 5000; step++) {
            double[] energy = {step};
            recorder.after(
                    step,
                    (x, e) -> x,
                    new Transition(new ChainState(Tensor.of(0f), 0), new StepInfo(null, energy, List.of(), false)),
                    energy);
        }
        assertThat(recorder.looks()).hasSizeBetween(100, 200);
        int apart = recorder.looks().get(1).step() - recorder.looks().get(0).step();
        for (int look = 0; look < recorder.looks().size(); look++) {
            assertThat(recorder.looks().get(look).step()).isEqualTo((look + 1) * apart);
            assertThat(recorder.looks().get(look).values()[0][0]).isEqualTo((look + 1) * apart);
        }
    }
}
