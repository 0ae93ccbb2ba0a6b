package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RungeKutta45Test {

    private static final Distribution START = new Dataset(Samples.of(new float[][] {{3, -2}}));

    private static Samples flow(double tolerance, double end, double step, Potential potential, Distribution start) {
        return new Sampler(
                        new RungeKutta45(tolerance),
                        TemperatureSchedule.constant(0),
                        TimeGrid.to(end).step(step))
                .sample(Target.of(potential), start, 3, 1);
    }

    /** x(t) = exp(-kt) x(0). */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-4, 1e-5, 1e-6})
    void theFlowIsFollowedToTheTolerance(double tolerance) {
        for (double step : new double[] {2, 0.5, 0.3}) {
            float[] end = flow(tolerance, 2, step, Quadratic.diagonal(0.5f, 20), START)
                    .row(0);
            assertThat(end[0]).isCloseTo((float) (3 * Math.exp(-1)), within((float) (10 * tolerance)));
            assertThat(end[1]).isCloseTo((float) (-2 * Math.exp(-40)), within((float) (10 * tolerance)));
        }
    }

    /** dx/dt = -x, y = x exp(-h): the step errs by h⁶, and its estimate of the error falls as h⁵. */
    @Test
    void aStepIsOfFifthOrder() {
        UnaryOperator<float[]> slope = x -> new float[] {-x[0], -x[1]};
        double[] errors = new double[2];
        double[] estimates = new double[2];
        for (int halving = 0; halving < 2; halving++) {
            double h = 1.6 / (1 << halving);
            DormandPrince step =
                    DormandPrince.step(new double[] {1, 1}, new float[] {-1, -1}, new double[] {h, 0}, slope);
            errors[halving] = Math.abs(step.y()[0] - Math.exp(-h));
            estimates[halving] = Math.abs(step.error()[0]);
            assertThat(step.y()[1]).as("a system that does not step").isEqualTo(1);
            assertThat(step.error()[1]).isZero();
            assertThat(step.slope()[0]).isCloseTo((float) -step.y()[0], within(1e-6f));
        }
        assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isBetween(5.5, 7.5);
        assertThat(Math.log(estimates[0] / estimates[1]) / Math.log(2)).isBetween(4.5, 6.5);
    }

    /** Time passed is exact: at a slope of one, x falls by it. */
    @Test
    void stepsLandOnTheGrid() {
        float[] end = flow(1e-4, 1, 0.3, x -> x.sumPerRow(), START).row(0);
        assertThat(end).containsExactly(new float[] {2, -3}, within(1e-5f));
    }

    /** A chain in steep country takes short steps; its neighbour in the plain is not held up, nor changed. */
    @Test
    void everyRowStepsAtItsOwnPace() {
        Potential valley = x -> x.square().square().sumPerRow();
        Sampler sampler = new Sampler(new RungeKutta45(1e-5), TemperatureSchedule.constant(0), new TimeGrid(1, 0.5));
        float[] alone = sampler.sample(Target.of(valley), new Dataset(Samples.of(new float[][] {{0.1f, 0.2f}})), 1, 1)
                .values();
        float[][] steep = new float[2][2];
        steep[0] = new float[] {0.1f, 0.2f};
        steep[1] = new float[] {30, -20};
        Distribution both = new Dataset(Samples.of(steep));
        Samples together = sampler.sample(Target.of(valley), both, 2, 1);
        int quiet = Math.abs(both.sample(2, Rng.of(1).stream("start")).row(0)[0]) < 1 ? 0 : 1;
        assertThat(together.row(quiet)).isEqualTo(alone);
        // dx/dt = -4x³: x = x₀/√(1 + 8 x₀² t)
        assertThat(together.row(1 - quiet))
                .containsExactly(
                        new float[] {(float) (30 / Math.sqrt(1 + 7200)), (float) (-20 / Math.sqrt(1 + 3200))},
                        within(1e-4f));
    }

    /** Euler needs 100 steps for what takes it a few. */
    @Test
    void longStepsSaveGradients() {
        AtomicInteger slopes = new AtomicInteger();
        Potential counted = new Potential() {
            @Override
            public Tensor energy(Tensor x) {
                return x.square().sumPerRow().times(0.5);
            }

            @Override
            public Tensor drift(Tensor x) {
                slopes.incrementAndGet();
                return x.negate();
            }
        };
        new Sampler(Kernel.rungeKutta45(), TemperatureSchedule.constant(0), new TimeGrid(1, 1))
                .sample(Target.of(counted), StandardNormal.of(2), 64, 1);
        assertThat(slopes).hasValueLessThan(50);
    }

    @Test
    void noiseIsRefused() {
        Sampler warm = new Sampler(Kernel.rungeKutta45(), TemperatureSchedule.constant(0.1), TimeGrid.to(1));
        assertThatThrownBy(() -> warm.sample(Target.of(Quadratic.diagonal(1, 1)), START, 1, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("0.1");
        Sampler without = new Sampler(
                new GradientFlow(Kernel.rungeKutta45()), TemperatureSchedule.constant(0.1), new TimeGrid(1, 1));
        assertThat(without.sample(Target.of(Quadratic.diagonal(1, 1)), START, 1, 1)
                        .values())
                .containsExactly(new float[] {(float) (3 / Math.E), (float) (-2 / Math.E)}, within(1e-3f));
    }

    @Test
    void aChainThatDoesNotGetOnIsNamed() {
        // dx/dt = 4x³ reaches infinity at t = 1/72 from x = 3
        assertThatThrownBy(() ->
                        flow(1e-4, 1, 1, x -> x.square().square().sumPerRow().negate(), START))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Chain 0");
        for (double tolerance : new double[] {0, 1e-9, 2, Double.NaN}) {
            assertThatThrownBy(() -> new RungeKutta45(tolerance)).isInstanceOf(UsageException.class);
        }
    }

    /** U = V + ε·½‖x‖² keeps its temperature, and only the noise is left out. */
    @Test
    void gradientFlowLeavesOutTheNoiseAlone() {
        Target target = Target.of(Quadratic.diagonal(1, 1))
                .given(x -> x.square().sumPerRow().times(0.5));
        for (Kernel kernel :
                new Kernel[] {Kernel.gradientFlow(), Kernel.heunFlow(), new GradientFlow(Kernel.rungeKutta45())}) {
            float[] end = new Sampler(
                            kernel,
                            TemperatureSchedule.constant(0.5),
                            TimeGrid.to(1).step(0.002))
                    .sample(target, START, 1, 1)
                    .values();
            float decay = (float) Math.exp(-1.5);
            assertThat(end).as("%s", kernel).containsExactly(new float[] {3 * decay, -2 * decay}, within(3e-3f));
        }
    }
}
