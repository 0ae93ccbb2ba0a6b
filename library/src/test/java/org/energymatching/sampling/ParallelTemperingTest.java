package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Eight Gaussians on a circle of radius 5, weighted 1 to 8, from a start in one of them. */
class ParallelTemperingTest {

    private static final int MODES = 8;
    private static final int N = 1600;
    private static final double DEVIATION = 0.5;
    private static final double DT = 0.1;
    private static final Samples START = Samples.of(new float[][] {{5, 0}});

    /** V = -log Σ w exp(-‖x - c‖²/(2 σ²)), whose equilibrium at ε = 1 is the mixture. */
    private static Potential mixture() {
        float[] centres = new float[2 * MODES];
        float[] logWeights = new float[MODES];
        for (int k = 0; k < MODES; k++) {
            centres[2 * k] = (float) (5 * Math.cos(2 * Math.PI * k / MODES));
            centres[2 * k + 1] = (float) (5 * Math.sin(2 * Math.PI * k / MODES));
            logWeights[k] = (float) Math.log(k + 1);
        }
        return x -> x.reshape(-1, 1, 2)
                .minus(Tensor.of(centres, Shape.of(MODES, 2)))
                .square()
                .sum(-1)
                .times(-0.5 / (DEVIATION * DEVIATION))
                .plus(Tensor.of(logWeights))
                .logSumExp(1)
                .negate();
    }

    /** Its replicas at other temperatures would run free. */
    @Test
    void cannotBeClampedFromOutside() {
        Kernel tempering = new ParallelTempering(Kernel.mala(), List.of(1.0, 2.0), 1);
        assertThatThrownBy(() -> new BoundedKernel(tempering, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Clamp its inner kernel");
    }

    private static int[] visits(Kernel kernel, int steps, long seed) {
        Samples end = new Sampler(
                        kernel,
                        TemperatureSchedule.constant(1),
                        TimeGrid.to(steps * DT).step(DT),
                        N / 2)
                .sample(Target.of(mixture()), new Dataset(START), N, seed);
        int[] visits = new int[MODES];
        for (int i = 0; i < N; i++) {
            double angle = Math.atan2(end.row(i)[1], end.row(i)[0]);
            visits[Math.floorMod(Math.round(angle / (2 * Math.PI / MODES)), MODES)]++;
        }
        return visits;
    }

    @Test
    void everyModeIsVisitedByItsWeight() {
        long seed = 4;
        int[] visits = visits(Kernel.parallelTempering(Kernel.mala(), 5, 25).swappingEvery(2), 250, seed);
        double chiSquare = 0;
        for (int k = 0; k < MODES; k++) {
            double expected = N * (k + 1) / 36.0;
            chiSquare += Math.pow(visits[k] - expected, 2) / expected;
        }
        assertThat(chiSquare)
                .as(
                        "of %s visits, below its 99 %% quantile for 7 degrees of freedom; seed %d",
                        Arrays.toString(visits), seed)
                .isLessThan(18.475);
    }

    @Test
    void aSingleChainStaysWhereItBegan() {
        assertThat(visits(Kernel.mala(), 60, 4)[0])
                .as("of %d chains, seed 4", N)
                .isGreaterThan(N * 9 / 10);
        assertThat(visits(Kernel.eulerMaruyama(), 60, 4)[0])
                .as("of %d chains, seed 4", N)
                .isGreaterThan(N * 9 / 10);
    }

    @Test
    void exchangesAreTold() {
        SamplingResult course = new Sampler(
                        ParallelTempering.geometric(Kernel.mala(), 3, 9).swappingEvery(1),
                        TemperatureSchedule.ramp(0.5, 1),
                        TimeGrid.to(4).step(DT))
                .watched(Target.of(mixture()), new Dataset(START), 20, 1, () -> {}, 4);
        assertThat(course.diagnostics().swaps())
                .hasSize(2)
                .allSatisfy(rate -> assertThat(rate).isBetween(0.1, 0.99));
        assertThat(course.diagnostics().acceptance()).isBetween(0.5, 1.0);
    }

    /** Where there is no noise, all replicas are one: the chain follows the inner kernel alone. */
    @Test
    void withoutTemperatureThereIsOneReplica() {
        Sampler tempered = new Sampler(
                Kernel.parallelTempering(Kernel.heun(), 4, 8), TemperatureSchedule.constant(0), TimeGrid.to(1));
        Sampler plain = new Sampler(Kernel.heun(), TemperatureSchedule.constant(0), TimeGrid.to(1));
        Samples start = Samples.of(new float[][] {{1, 2}, {3, -1}});
        assertThat(tempered.sample(Target.of(mixture()), new Dataset(start), 5, 1)
                        .values())
                .isEqualTo(plain.sample(Target.of(mixture()), new Dataset(start), 5, 1)
                        .values());
    }

    @Test
    void senselessLaddersAreRefused() {
        for (List<Double> ladder : List.of(
                List.of(1.0), List.of(1.0, 1.0), List.of(2.0, 4.0), List.of(1.0, Double.NaN), List.<Double>of())) {
            assertThatThrownBy(() -> new ParallelTempering(Kernel.heun(), ladder, 1))
                    .as("%s", ladder)
                    .isInstanceOf(UsageException.class);
        }
        assertThatThrownBy(() -> new ParallelTempering(Kernel.heun(), List.of(1.0, 2.0), 0))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ParallelTempering.geometric(Kernel.heun(), 1, 8))
                .isInstanceOf(UsageException.class);
    }
}
