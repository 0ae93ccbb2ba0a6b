package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImplicitEulerMaruyamaTest {

    private static final Kernel KERNEL = Kernel.implicitEulerMaruyama();
    private static final double EPSILON = 0.4;

    /** Curvatures in eight dimensions with z = kΔt from 0.05 to 50. */
    private static double[] stiff(double dt) {
        return Arrays.stream(GaussianEquilibrium.curvatures(8, 1000))
                .map(k -> 0.05 * k / dt)
                .toArray();
    }

    /** On ½kx², x' = (x + √(2εΔt) z)/(1 + kΔt), with the noise known from the generator. */
    @Test
    void aStepIsThatOfTheClosedForm() {
        double dt = 0.5;
        double[] k = stiff(dt);
        float[] x = StandardNormal.of(8).sample(100, Rng.of(1)).values();
        int[] gradients = {0};
        Target quadratic = GaussianEquilibrium.target(k);
        Target counted = (at, e) -> {
            gradients[0]++;
            return quadratic.energy(at, e);
        };
        double[] epsilon = new double[100];
        Arrays.fill(epsilon, 50, 100, EPSILON);
        try (Scope scope = Scope.open()) {
            ChainState state = new ChainState(Tensor.of(x, Shape.of(100, 8)), 7);
            float[] z = state.noise(Rng.of(2)).floats();
            float[] found =
                    KERNEL.step(counted, state, epsilon, dt, Rng.of(2)).x().floats();
            for (int j = 0; j < x.length; j++) {
                double expected = (x[j] + Math.sqrt(2 * epsilon[j / 8] * dt) * z[j]) / (1 + k[j % 8] * dt);
                assertThat((double) found[j]).as("number %d, seeds 1 and 2", j).isCloseTo(expected, within(1e-4));
            }
        }
        assertThat(gradients[0]).as("of the slowest of 100 rows").isBetween(8, 100);
    }

    /** y + 4Δt y³ = b has one real root, which Newton's method finds. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 10})
    void aQuarticStepIsNewtonsRoot(double dt) {
        Target quartic = (x, e) -> x.square().square().sumPerRow();
        float[] x = {-3, -1, 0, 0.1f, 2, 10};
        try (Scope scope = Scope.open()) {
            ChainState state = new ChainState(Tensor.of(x, Shape.of(6, 1)), 0);
            double[] epsilon = {EPSILON, EPSILON, EPSILON, EPSILON, EPSILON, EPSILON};
            float[] z = state.noise(Rng.of(3)).floats();
            float[] found =
                    KERNEL.step(quartic, state, epsilon, dt, Rng.of(3)).x().floats();
            for (int i = 0; i < 6; i++) {
                double b = x[i] + Math.sqrt(2 * EPSILON * dt) * z[i];
                double y = b;
                for (int step = 0; step < 100; step++) {
                    y -= (y + 4 * dt * y * y * y - b) / (1 + 12 * dt * y * y);
                }
                assertThat((double) found[i]).as("from %s, seed 3", x[i]).isCloseTo(y, within(1e-4));
            }
        }
    }

    /** v = (v + 2εΔt)/(1 + z)², where the explicit step multiplies by 1 - z = -49. */
    @Test
    void chainsStayWhereTheExplicitStepDiverges() {
        double dt = 0.5;
        double[] k = stiff(dt);
        GaussianEquilibrium discrete = new GaussianEquilibrium(Arrays.stream(k)
                .map(each -> 2 * EPSILON * dt / (Math.pow(1 + each * dt, 2) - 1))
                .toArray());
        TimeGrid grid = TimeGrid.to(20 * dt).step(dt);
        TemperatureSchedule constant = TemperatureSchedule.constant(EPSILON);
        discrete.assertDrawn(
                new Sampler(KERNEL, constant, grid, 2500).sample(GaussianEquilibrium.target(k), discrete, 5000, 4),
                "implicit steps at kΔt up to 50, seed 4");
        assertThatThrownBy(() -> new Sampler(Kernel.eulerMaruyama(), constant, grid)
                        .sample(GaussianEquilibrium.target(k), discrete, 70, 4))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("diverged");
    }

    @Test
    void aStepThatIsNotSolvedIsAnError() {
        Target stiff = GaussianEquilibrium.target(stiff(0.5));
        Kernel hasty = new ImplicitEulerMaruyama(1e-5, 3);
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.ones(Shape.of(2, 8)).timesRows(0, 1);
            assertThatThrownBy(() -> hasty.step(stiff, new ChainState(x, 40), new double[2], 0.5, Rng.of(1)))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("Chain 41")
                    .hasMessageContaining("now 0.5");
        }
        assertThatThrownBy(() -> new ImplicitEulerMaruyama(0, 3)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ImplicitEulerMaruyama(1e-5, 0)).isInstanceOf(UsageException.class);
    }
}
