package org.energymatching.sampling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.interaction.InteractionEnergy;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that are exact at any step: MALA, Hamiltonian Monte Carlo, NUTS. */
class MetropolisTest {

    private static final Target QUADRATIC = Target.of(Quadratic.tilted(1, 4, 0.6));

    /** A target that counts its calls. */
    private static final class Counted implements Target {

        private final Target target;
        private int energies;
        private int slopes;

        Counted(Target target) {
            this.target = target;
        }

        @Override
        public Tensor energy(Tensor x, double[] epsilon) {
            energies++;
            return target.energy(x, epsilon);
        }

        @Override
        public Tensor drift(Tensor x, double[] epsilon) {
            slopes++;
            return target.drift(x, epsilon);
        }
    }

    private static List<StepInfo> walk(
            Kernel kernel, Target target, float[] x, double[] epsilon, double dt, int steps) {
        List<StepInfo> infos = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            ChainState state = new ChainState(Tensor.of(x).reshape(epsilon.length, x.length / epsilon.length), 0);
            for (int m = 0; m < steps; m++) {
                Transition moved =
                        kernel.step(target, state, epsilon, dt, Rng.of(3).at(m));
                infos.add(moved.info());
                state = moved.state();
            }
        }
        return infos;
    }

    static Stream<Kernel> kernels() {
        return Stream.of(Kernel.mala(), Kernel.hamiltonian(3), Kernel.noUTurn());
    }

    /** In one dimension the rule can be written down: V = x⁴, x = 1, and the noise is known from the generator. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.3})
    void malaAcceptsByTheRatioOfBothDirections(double dt) {
        double epsilon = 0.7;
        Target quartic = (x, e) -> x.square().square().sumPerRow();
        StepInfo info = walk(Kernel.mala(), quartic, new float[] {1}, new double[] {epsilon}, dt, 1)
                .get(0);
        double z = Rng.of(3).at(0).at(0).nextGaussian();
        double y = 1 - 4 * dt + Math.sqrt(2 * epsilon * dt) * z;
        double forth = Math.exp(-Math.pow(y - (1 - 4 * dt), 2) / (4 * epsilon * dt));
        double back = Math.exp(-Math.pow(1 - (y - 4 * dt * y * y * y), 2) / (4 * epsilon * dt));
        double ratio = Math.exp((1 - Math.pow(y, 4)) / epsilon) * back / forth;
        assertThat(requireNonNull(info.acceptance())[0]).isCloseTo(Math.min(1, ratio), within(1e-5));
    }

    /** One leapfrog step of length √(2Δt) is a Langevin step of Δt, and H tells the same as both proposals do. */
    @Test
    void oneLeapIsMala() {
        HamiltonianMonteCarlo oneLeap = new HamiltonianMonteCarlo(1, 0, StepAdaptation.none());
        float[] x = StandardNormal.of(2).sample(40, Rng.of(1)).values();
        double[] epsilon = new double[40];
        Arrays.setAll(epsilon, i -> 0.1 + 0.02 * i);
        double[] leap = walk(oneLeap, QUADRATIC, x, epsilon, 0.2, 1).get(0).acceptance();
        double[] langevin =
                walk(Kernel.mala(), QUADRATIC, x, epsilon, 0.2, 1).get(0).acceptance();
        assertThat(leap).containsExactly(langevin, within(1e-4));
        assertThat(Arrays.stream(leap).filter(a -> a < 1).count())
                .as("chains that may refuse")
                .isGreaterThan(5);
    }

    /** The leapfrog's error in H falls with the square of its step, over a glide of one length. */
    @Test
    void glidesConserveEnergyToSecondOrder() {
        double[] errors = new double[3];
        for (int halving = 0; halving < 3; halving++) {
            HamiltonianMonteCarlo glide = new HamiltonianMonteCarlo(8 << halving, 0, StepAdaptation.none());
            double s = 0.2 / (1 << halving);
            for (StepInfo info : walk(
                    glide,
                    QUADRATIC,
                    new float[] {2, 0, 1, -1, 0, 2, -2, 1},
                    new double[] {1, 1, 1, 1},
                    s * s / 2,
                    1)) {
                errors[halving] =
                        Arrays.stream(info.acceptance()).map(a -> -Math.log(a)).sum();
            }
        }
        assertThat(errors[0] / errors[1]).isCloseTo(4, within(0.8));
        assertThat(errors[1] / errors[2]).isCloseTo(4, within(0.4));
    }

    @Test
    void aStepTakesOneGradientAndOneEnergyPerEvaluation() {
        Counted mala = new Counted(QUADRATIC);
        walk(Kernel.mala(), mala, new float[] {1, 2}, new double[] {0.3}, 0.1, 10);
        assertThat(mala.slopes).as("one at the start, one a step").isEqualTo(11);
        assertThat(mala.energies).isEqualTo(11);
        Counted glides = new Counted(QUADRATIC);
        walk(Kernel.hamiltonian(5), glides, new float[] {1, 2}, new double[] {0.3}, 0.1, 10);
        assertThat(glides.slopes).isEqualTo(51);
        assertThat(glides.energies).isEqualTo(11);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rowsWithoutTemperatureTakeGradientSteps(Kernel kernel) {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 1, 2}).reshape(2, 2);
            Transition moved = kernel.step(QUADRATIC, new ChainState(x, 0), new double[] {0, 0.3}, 0.1, Rng.of(4));
            Tensor descended = Kernel.gradientFlow()
                    .step(QUADRATIC, new ChainState(x, 0), new double[2], 0.1, Rng.of(4))
                    .x();
            float[] expected = Arrays.copyOf(descended.floats(), 2);
            assertThat(Arrays.copyOf(moved.x().floats(), 2)).containsExactly(expected, within(1e-6f));
            assertThat(requireNonNull(moved.info().acceptance())[0]).isNaN();
            assertThat(requireNonNull(moved.info().acceptance())[1]).isBetween(0.0, 1.0);
        }
    }

    /** Proposals beyond the wall have an energy that is no number; they are refused, and nothing else happens. */
    @ParameterizedTest
    @MethodSource("kernels")
    void proposalsWithoutAnEnergyAreRefused(Kernel kernel) {
        Target halfLine = (x, e) -> x.sumPerRow().minus(x.sumPerRow().log());
        Samples end = new Sampler(
                        kernel, TemperatureSchedule.constant(1), TimeGrid.to(40).step(0.4), 500)
                .sample(halfLine, new Dataset(Samples.of(new float[][] {{1}})), 4000, 8);
        double mean = 0;
        for (float x : end.values()) {
            assertThat(x).isPositive();
            mean += x / 4000.0;
        }
        assertThat(mean).as("of x exp(-x), seed 8").isCloseTo(2, within(3 * Math.sqrt(2 / 4000.0)));
    }

    @Test
    void aChainWithoutAnEnergyIsNamedWithItsStep() {
        Target logarithm = (x, e) -> x.sumPerRow().log();
        Sampler sampler = new Sampler(
                Kernel.hamiltonian(3),
                TemperatureSchedule.constant(1),
                TimeGrid.to(1).step(0.125));
        Distribution start = new Dataset(Samples.of(new float[][] {{-1}}));
        assertThatThrownBy(() -> sampler.sample(logarithm, start, 2, 1))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Chain 0")
                .hasMessageContaining("NaN")
                .hasMessageContaining("0.125");
    }

    /** Half of ‖x_1 - x_2‖²: the pair's joint covariance is known, and each half of it must not be accepted alone. */
    @ParameterizedTest
    @MethodSource("kernels")
    void chainsThatFeelOneAnotherMoveTogether(Kernel kernel) {
        InteractionEnergy spring = new InteractionEnergy() {
            @Override
            public int chains() {
                return 2;
            }

            @Override
            public Tensor energy(Tensor x) {
                Tensor pairs = x.reshape(-1, 2, 1);
                Tensor centred = pairs.minus(pairs.sum(1).times(0.5).reshape(-1, 1, 1));
                return centred.square().sum(-1).reshape(-1);
            }
        };
        double epsilon = 0.5;
        Target target = Target.of(Quadratic.diagonal(1)).repelledBy(spring);
        int n = 20_000;
        float[] end = new Sampler(
                        kernel,
                        TemperatureSchedule.constant(epsilon),
                        TimeGrid.to(12).step(0.2),
                        2000)
                .sample(target, StandardNormal.of(1), n, 5)
                .values();
        double sum = 0;
        double difference = 0;
        for (int i = 0; i < n; i += 2) {
            sum += Math.pow(end[i] + end[i + 1], 2) / n * 2;
            difference += Math.pow(end[i] - end[i + 1], 2) / n * 2;
        }
        // ½(a² + b²)/ε + ½(a - b)²: along a + b the curvature is 1/ε, along a - b it is 1/ε + 2
        double three = 3 * Math.sqrt(4.0 / n);
        assertThat(sum / (2 * epsilon)).as("seed 5").isCloseTo(1, within(three));
        assertThat(difference / (2 / (1 / epsilon + 2))).as("seed 5").isCloseTo(1, within(three));
        double[] acceptance =
                requireNonNull(walk(kernel, target, new float[] {1, -1, 0.5f, 0}, new double[] {1, 1, 1, 1}, 0.3, 1)
                        .get(0)
                        .acceptance());
        assertThat(acceptance[1]).isEqualTo(acceptance[0]);
        assertThat(acceptance[3]).isEqualTo(acceptance[2]);
        assertThatThrownBy(() -> walk(kernel, target, new float[] {1, 2}, new double[] {1, 2}, 0.1, 1))
                .isInstanceOf(UsageException.class);
    }

    /** In ten dimensions, from steps that are far too short and far too long. */
    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.05, 3})
    void stepsAreLearntToTheBestAcceptance(double dt) {
        GaussianEquilibrium start = GaussianEquilibrium.of(0.5, GaussianEquilibrium.curvatures(10, 10));
        for (Kernel kernel : List.of(
                Kernel.mala().adapting(300),
                Kernel.hamiltonian(3).adapting(300),
                Kernel.noUTurn().adapting(300))) {
            SamplingResult course = new Sampler(
                            kernel,
                            TemperatureSchedule.constant(0.5),
                            TimeGrid.to(400 * dt).step(dt),
                            200)
                    .watched(
                            GaussianEquilibrium.target(GaussianEquilibrium.curvatures(10, 10)),
                            start,
                            200,
                            2,
                            () -> {},
                            400 * dt);
            // glides are refused all at once beyond a length: the mean over the steps tried is best, that of their mean
            // above
            double best = kernel instanceof Mala
                    ? Mala.ACCEPTANCE
                    : kernel instanceof NoUTurn ? NoUTurn.ACCEPTANCE : HamiltonianMonteCarlo.ACCEPTANCE + 0.07;
            assertThat(course.diagnostics().equilibrium()).isCloseTo(302 * dt, within(3 * dt));
            assertThat(course.diagnostics().acceptance())
                    .as("%s from %s, seed 2", kernel, dt)
                    .isCloseTo(best, within(0.08));
        }
    }

    @Test
    void senselessNumbersAreRefused() {
        assertThatThrownBy(() -> Kernel.hamiltonian(0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new HamiltonianMonteCarlo(3, 1, StepAdaptation.none()))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new StepAdaptation(-1, 0.5)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new StepAdaptation(1, 1)).isInstanceOf(UsageException.class);
    }
}
