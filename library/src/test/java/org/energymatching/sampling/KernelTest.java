package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kernel promises, on V = ½ xᵀAx. */
class KernelTest {

    /** The kernels, and the order at which their flow converges. */
    @SuppressWarnings("ImmutableEnumChecker") // kernels are stateless
    enum Scheme {
        EULER_MARUYAMA(Kernel.eulerMaruyama(), 1),
        HEUN(Kernel.heun(), 2),
        IMPLICIT_EULER_MARUYAMA(new ImplicitEulerMaruyama(1e-7, 300), 1);

        private final Kernel kernel;
        private final int order;

        Scheme(Kernel kernel, int order) {
            this.kernel = kernel;
            this.order = order;
        }

        /** Without noise, a step multiplies an eigenvector by this: the exponential series, cut off at the order; or 1/(1 + z). */
        double decay(double eigenvalue, double dt) {
            double z = eigenvalue * dt;
            return this == IMPLICIT_EULER_MARUYAMA ? 1 / (1 + z) : order == 1 ? 1 - z : 1 - z + z * z / 2;
        }

        /**
         * Variance that a step leaves as it is: v = d² v + s², with s² the noise that a step brings in. Heun passes its
         * noise through half of the second slope, so that 2 ε Δt comes in times (1 - z/2)²; the implicit step divides its
         * noise by 1 + z too.
         */
        double variance(double eigenvalue, double epsilon, double dt) {
            double d = decay(eigenvalue, dt);
            double noise = switch (this) {
                case EULER_MARUYAMA -> 1;
                case HEUN -> Math.pow(1 - eigenvalue * dt / 2, 2);
                case IMPLICIT_EULER_MARUYAMA -> d * d;
            };
            return 2 * epsilon * dt * noise / (1 - d * d);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepKeepsTheShape(Scheme scheme) {
        Target target = (x, epsilon) -> x.square().sumPerRow();
        for (Shape shape : new Shape[] {Shape.of(1, 1), Shape.of(5, 3), Shape.of(4, 3, 2, 2)}) {
            try (Scope scope = Scope.open()) {
                double[] epsilon = new double[(int) shape.at(0)];
                Arrays.fill(epsilon, 0.1);
                ChainState moved = scheme.kernel
                        .step(target, new ChainState(Tensor.zeros(shape), 9), epsilon, 0.1, Rng.of(1))
                        .state();
                assertThat(moved.x().shape()).isEqualTo(shape);
                assertThat(moved.first()).isEqualTo(9);
                assertThat(moved.x().floats()).doesNotContain(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSeedDecidesEverything(Scheme scheme) {
        float[] once = walk(scheme, 5);
        assertThat(walk(scheme, 5)).isEqualTo(once);
        assertThat(walk(scheme, 6)).isNotEqualTo(once);
    }

    private static float[] walk(Scheme scheme, long seed) {
        return new Sampler(
                        scheme.kernel,
                        TemperatureSchedule.constant(0.2),
                        TimeGrid.to(1).step(0.1))
                .sample(Target.of(Quadratic.tilted(1, 3, 1)), StandardNormal.of(2), 10, seed)
                .values();
    }

    /** x(t) = exp(-At) x(0); halving the step divides the error by 2 to the order of the scheme. */
    @ParameterizedTest
    @EnumSource
    void isGradientFlowWithoutTemperature(Scheme scheme) {
        double[] errors = new double[3];
        for (int halving = 0; halving < 3; halving++) {
            double dt = 0.1 / (1 << halving);
            Samples end = new Sampler(
                            scheme.kernel,
                            TemperatureSchedule.constant(0),
                            TimeGrid.to(1).step(dt))
                    .sample(Target.of(Quadratic.diagonal(0.5f, 2)), constant(3, -2), 4, 1);
            for (int row = 0; row < 4; row++) {
                float[] x = end.row(row);
                assertThat(x[0]).isCloseTo((float) (3 * Math.pow(scheme.decay(0.5, dt), 1 / dt)), within(1e-5f));
                errors[halving] = Math.hypot(x[0] - 3 * Math.exp(-0.5), x[1] + 2 * Math.exp(-2));
            }
        }
        for (int halving = 0; halving < 2; halving++) {
            double order = Math.log(errors[halving] / errors[halving + 1]) / Math.log(2);
            assertThat(order).isCloseTo(scheme.order, within(0.25));
        }
    }

    private static Distribution constant(float... point) {
        return new Dataset(Samples.of(new float[][] {point}));
    }

    /** The covariance at equilibrium is ε A⁻¹ as Δt → 0; at finite Δt it is that of the linear recursion, exactly. */
    @ParameterizedTest
    @EnumSource
    void leavesTheBoltzmannDensityInPlace(Scheme scheme) {
        double epsilon = 0.5;
        double dt = 0.05;
        double angle = 0.7;
        double[] eigenvalues = {1, 4};
        int n = 20_000;
        Samples end = new Sampler(
                        scheme.kernel,
                        TemperatureSchedule.constant(epsilon),
                        TimeGrid.to(6).step(dt),
                        500)
                .sample(Target.of(Quadratic.tilted(1, 4, angle)), StandardNormal.of(2), n, 3);
        double[][] axes = {{Math.cos(angle), Math.sin(angle)}, {-Math.sin(angle), Math.cos(angle)}};
        double mixed = 0;
        double[] variance = new double[2];
        for (int row = 0; row < n; row++) {
            float[] x = end.row(row);
            double along = axes[0][0] * x[0] + axes[0][1] * x[1];
            double across = axes[1][0] * x[0] + axes[1][1] * x[1];
            variance[0] += along * along / n;
            variance[1] += across * across / n;
            mixed += along * across / n;
        }
        for (int k = 0; k < 2; k++) {
            double discrete = scheme.variance(eigenvalues[k], epsilon, dt);
            double fourDeviations = 4 * Math.sqrt(2.0 / n) * discrete;
            assertThat(variance[k]).as("axis %d", k).isCloseTo(discrete, within(fourDeviations));
            assertThat(discrete)
                    .as("the bias of axis %d is of the order of the step", k)
                    .isCloseTo(epsilon / eigenvalues[k], within(epsilon * dt));
        }
        assertThat(mixed).isCloseTo(0, within(4 * Math.sqrt(variance[0] * variance[1] / n)));
    }

    @ParameterizedTest
    @EnumSource
    void rowsHaveTemperaturesOfTheirOwn(Scheme scheme) {
        Target target = Target.of(Quadratic.diagonal(1, 1));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 1, 2, 1, 2}, Shape.of(3, 2));
            float[] cold = scheme.kernel
                    .step(target, new ChainState(x, 0), new double[3], 0.1, Rng.of(4))
                    .x()
                    .floats();
            float[] mixed = scheme.kernel
                    .step(target, new ChainState(x, 0), new double[] {0, 0.3, 0}, 0.1, Rng.of(4))
                    .x()
                    .floats();
            assertThat(Arrays.copyOfRange(mixed, 0, 2)).isEqualTo(Arrays.copyOfRange(cold, 0, 2));
            assertThat(Arrays.copyOfRange(mixed, 4, 6)).isEqualTo(Arrays.copyOfRange(cold, 4, 6));
            assertThat(mixed[2]).isNotEqualTo(cold[2]);
            assertThat(mixed[3]).isNotEqualTo(cold[3]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stepsLeaveNothingBehind(Scheme scheme) {
        Sampler sampler = new Sampler(scheme.kernel, TemperatureSchedule.constant(0.1), TimeGrid.to(0.05));
        Target target = Target.of(Quadratic.tilted(1, 2, 1));
        Leaks.assertNone(() -> sampler.sample(target, StandardNormal.of(2), 130, 1));
    }
}
