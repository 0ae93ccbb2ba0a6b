package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Workers;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping by a plateau, on V = ½ k x², where E[V] - ε/2 falls as exp(-2kt). */
class ConvergenceMonitorTest {

    private static final Distribution FAR = new Dataset(Samples.of(new float[][] {{6}}));

    private static Target quadratic(double k) {
        return (x, e) -> x.square().sumPerRow().times(0.5 * k);
    }

    private static Sampler sampler(Kernel kernel, int blockRows) {
        return new Sampler(
                kernel, TemperatureSchedule.ramp(0.5, 0.5), TimeGrid.to(60).step(0.02), blockRows);
    }

    private static SamplingResult settle(double k, Kernel kernel, int blockRows, int n, long seed) {
        return sampler(kernel, blockRows)
                .untilPlateau(quadratic(k), FAR, n, seed, ConvergenceMonitor.standard(), time -> {});
    }

    /** Chains stop when they have arrived: slow ones late, and none far from equilibrium. */
    @Test
    void chainsStopWhenTheyHaveArrived() {
        double before = 0;
        for (double k : new double[] {2, 0.5, 0.2}) {
            SamplingResult course = settle(k, Kernel.eulerMaruyama(), 500, 2000, 2);
            double end = course.trajectory().times().get(0);
            assertThat(course.ending()).isEqualTo(SamplingResult.Ending.PLATEAU);
            assertThat(end).as("stiffness %s, seed 2", k).isGreaterThan(before).isLessThan(60);
            double energy = 0;
            for (float x : course.trajectory().last().values()) {
                energy += 0.5 * k * x * x / 2000;
            }
            // three standard errors, and the drift of a deviation's fiftieth in each of two windows
            assertThat(energy).as("stiffness %s, seed 2", k).isCloseTo(0.25, within(0.024 + 0.02));
            before = end;
        }
    }

    @Test
    void theEndDependsOnSeedAndNumberAlone() {
        SamplingResult once = settle(1, Kernel.mala(), 64, 200, 3);
        SamplingResult blocks = settle(1, Kernel.mala(), 30, 200, 3);
        assertThat(blocks.trajectory().times()).isEqualTo(once.trajectory().times());
        assertThat(blocks.trajectory().last().values())
                .isEqualTo(once.trajectory().last().values());
        Workers.common()
                .runSequentially(() -> assertThat(settle(1, Kernel.mala(), 64, 200, 3)
                                .trajectory()
                                .last()
                                .values())
                        .isEqualTo(once.trajectory().last().values()));
        double end = once.trajectory().times().get(0);
        Samples fixed = new Sampler(
                        Kernel.mala(),
                        TemperatureSchedule.ramp(0.5, 0.5),
                        TimeGrid.to(end).step(0.02),
                        64)
                .sample(quadratic(1), FAR, 7, 3);
        assertThat(fixed.row(6))
                .as("a chain is the same as at that fixed time")
                .isEqualTo(once.trajectory().last().row(6));
    }

    /** Energies of the time in which chains are transported and heated are no window: the first one begins after it. */
    @Test
    void theFirstWindowBeginsWithTheHighestTemperature() {
        ConvergenceMonitor rule = new ConvergenceMonitor(0.25, 1.5, 2, 0.2);
        Target highWhileCold = (x, e) ->
                e[0] < 0.5 ? quadratic(8).energy(x, e).plus(1000) : quadratic(8).energy(x, e);
        SamplingResult course =
                sampler(Kernel.eulerMaruyama(), 500).untilPlateau(highWhileCold, FAR, 1000, 3, rule, time -> {});
        double heated = 1;
        double windows = 0.25 + 0.375 + 0.5625;
        assertThat(course.trajectory().times().get(0)).isCloseTo(heated + windows, within(0.05));
    }

    /** While a kernel still learns its step no window counts. */
    @Test
    void learningIsWaitedFor() {
        SamplingResult course = settle(2, Kernel.mala().adapting(400), 64, 64, 3);
        assertThat(course.trajectory().times().get(0)).isGreaterThan(0.5 + 400 * 0.02 + 4.75 * 0.25);
    }

    @Test
    void whoDoesNotComeToRestEndsWithTheGrid() {
        List<Double> times = new ArrayList<>();
        Target slope = (x, e) -> x.sumPerRow();
        SamplingResult course = sampler(Kernel.eulerMaruyama(), 64)
                .untilPlateau(slope, FAR, 64, 3, ConvergenceMonitor.standard(), times::add);
        assertThat(course.ending()).isEqualTo(SamplingResult.Ending.TIME);
        assertThat(course.trajectory().times()).containsExactly(60.0);
        assertThat(times).isSorted().endsWith(60.0);
        assertThat(course.diagnostics().trace().times()).hasSizeBetween(100, 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000})
    void calmIsWhatChanceOrToleranceExplain(int n) {
        double[] before = new double[n];
        double[] now = new double[n];
        Arrays.setAll(before, i -> Math.sin(i));
        double deviation = Math.sqrt(0.5);
        for (double share : new double[] {0.019, 0.021}) {
            Arrays.setAll(now, i -> before[i] - share * deviation);
            assertThat(ConvergenceMonitor.standard().calm(before, now))
                    .as("every chain fell alike")
                    .isEqualTo(share < 0.02);
        }
        // changes of deviation 1 around -0.05: chance explains them for 100 chains and not for 10,000
        Arrays.setAll(now, i -> before[i] - 0.05 + Math.sqrt(2) * Math.cos(0.7 * i));
        assertThat(new ConvergenceMonitor(1, 1, 1, 0.001).calm(before, now)).isEqualTo(n == 100);
        now[3] = Double.NaN;
        assertThat(ConvergenceMonitor.standard().calm(before, now)).isFalse();
    }

    @Test
    void divergingChainsAreNamed() {
        Sampler wild = new Sampler(Kernel.eulerMaruyama(), TemperatureSchedule.constant(0.1), new TimeGrid(300, 3));
        assertThatThrownBy(() ->
                        wild.untilPlateau(quadratic(1), FAR, 20, 1, new ConvergenceMonitor(150, 1, 1, 0), time -> {}))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("now 3.0");
    }

    @Test
    void senselessRequestsAreRefused() {
        assertThatThrownBy(() -> settle(1, Kernel.heun(), 64, 15, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("16 chains");
        assertThatThrownBy(() -> new ConvergenceMonitor(0, 1, 2, 0.1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ConvergenceMonitor(1, 0.5, 2, 0.1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ConvergenceMonitor(1, 1, 0, 0.1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ConvergenceMonitor(1, 1, 2, Double.NaN)).isInstanceOf(UsageException.class);
    }

    @Test
    void nothingIsLeftBehind() {
        Sampler brief = new Sampler(
                Kernel.mala(),
                TemperatureSchedule.constant(0.5),
                TimeGrid.to(0.5).step(0.05));
        Leaks.assertNone(
                10,
                40,
                () -> brief.untilPlateau(quadratic(1), FAR, 40, 1, new ConvergenceMonitor(0.1, 1, 1, 1), time -> {}));
    }
}
