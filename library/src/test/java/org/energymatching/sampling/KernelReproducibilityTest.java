package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.error.FailedException;
import org.energymatching.nn.Network;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every kernel: chain i is chain i, its shape stays, it is named when it runs away, and nothing is left. */
class KernelReproducibilityTest {

    private static final Distribution SOURCE = EightGaussians.create();

    /** V = Σ x⁴/4 - x²/2, whose rows are computed element by element: the same bits in a block of any size. */
    private static final Target WELLS = (x, e) ->
            x.square().square().times(0.25).minus(x.square().times(0.5)).sumPerRow();

    static Stream<Kernel> kernels() {
        return Stream.of(
                Kernel.eulerMaruyama(),
                Kernel.heun(),
                Kernel.implicitEulerMaruyama(),
                Kernel.gradientFlow(),
                Kernel.heunFlow(),
                new GradientFlow(Kernel.rungeKutta45()),
                Kernel.mala(),
                Kernel.mala().adapting(6),
                Kernel.hamiltonian(3).adapting(6),
                Kernel.noUTurn().adapting(6),
                Kernel.parallelTempering(Kernel.mala().adapting(3), 3, 4).swappingEvery(2));
    }

    private static Sampler sampler(Kernel kernel, int blockRows) {
        return new Sampler(
                kernel, TemperatureSchedule.ramp(0.3, 0.4), TimeGrid.to(0.6).step(0.04), blockRows);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aChainIsTheSameInAnyCompany(Kernel kernel) {
        float[] alone = sampler(kernel, 1).sample(WELLS, SOURCE, 18, 5).row(17);
        for (int blockRows : new int[] {5, 64}) {
            for (int n : new int[] {18, 70}) {
                assertThat(sampler(kernel, blockRows)
                                .sample(WELLS, SOURCE, n, 5)
                                .row(17))
                        .as("%d rows in a block, %d chains", blockRows, n)
                        .isEqualTo(alone);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aNetworksChainIsTheSameHoweverManyRunOnHoweverManyThreads(Kernel kernel) {
        try (Network network = Mlp.of(2, 17, 9).create(Rng.of(1))) {
            Target target = Target.of(network::energy);
            float[] some = sampler(kernel, 16).sample(target, SOURCE, 18, 5).values();
            Workers.common()
                    .runSequentially(() -> assertThat(Arrays.copyOf(
                                    sampler(kernel, 16)
                                            .sample(target, SOURCE, 50, 5)
                                            .values(),
                                    some.length))
                            .isEqualTo(some));
        }
    }

    /** Rows of a block may be at temperatures of their own; a cold neighbour changes nothing. */
    @ParameterizedTest
    @MethodSource("kernels")
    void temperaturesOfNeighboursDoNotMatter(Kernel kernel) {
        float[] start = SOURCE.sample(3, Rng.of(2)).values();
        RowTemperature mixed = (row, t) -> row == 1 ? 0.3 : row == 0 ? 0 : 0.2 * t;
        Chains together = new Chains(kernel, WELLS, mixed, TimeGrid.to(0.5).step(0.05), 3);
        Chains apart = new Chains(kernel, WELLS, mixed, TimeGrid.to(0.5).step(0.05), 1);
        Chains.Start from = (first, rows) -> new Samples(start, Shape.of(3, 2)).slice((int) first, (int) first + rows);
        List<Samples> one = together.run(from, 3, new int[] {10}, Rng.of(3), () -> {});
        List<Samples> other = apart.run(from, 3, new int[] {10}, Rng.of(3), () -> {});
        assertThat(one.get(0).values()).isEqualTo(other.get(0).values());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aStepKeepsTheShapeAndTheNumberOfTheChains(Kernel kernel) {
        try (Scope scope = Scope.open()) {
            ChainState state = new ChainState(Tensor.ones(Shape.of(4, 3, 2, 2)), 9);
            Transition moved = kernel.step(WELLS, state, new double[] {0.1, 0.1, 0.1, 0.1}, 0.05, Rng.of(1));
            assertThat(moved.x().shape()).isEqualTo(Shape.of(4, 3, 2, 2));
            assertThat(moved.state().first()).isEqualTo(9);
            assertThat(moved.x().floats()).doesNotContain(Float.NaN);
        }
    }

    /** V falls without end, and the chain has gone far before there is a rule to stop it. */
    @ParameterizedTest
    @MethodSource("kernels")
    void chainsThatRunAwayAreNamed(Kernel kernel) {
        Target cliff = (x, e) -> x.square().square().negate().sumPerRow();
        Sampler sampler = new Sampler(
                kernel, TemperatureSchedule.ramp(1, 0.1), TimeGrid.to(2).step(0.2));
        Distribution start = new Dataset(Samples.of(new float[][] {{3, 3}}));
        assertThatThrownBy(() -> sampler.sample(cliff, start, 2, 1))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Chain 0")
                .hasMessageMatching("(?s).*(now |one of )\\d.*");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void stepsLeaveNothingBehind(Kernel kernel) {
        Sampler sampler = new Sampler(kernel, TemperatureSchedule.ramp(0.02, 0.1), TimeGrid.to(0.05), 70);
        Target target = Target.of(Quadratic.tilted(1, 2, 1));
        Leaks.assertNone(10, 40, () -> sampler.sample(target, SOURCE, 70, 1));
    }
}
