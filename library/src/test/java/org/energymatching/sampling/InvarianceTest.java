package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 20,000 chains on V = ½ Σ k x², whose equilibrium N(0, ε/k) is known: kernels leave it, and find it. */
class InvarianceTest {

    private static final int N = 20_000;
    private static final double EPSILON = 0.5;
    private static final double STIFFEST = 10;

    /** A kernel with the step it is tried at in d dimensions. */
    private record Trial(Kernel kernel, double dt) {

        static Trial of(String name, int d) {
            double many = Math.pow(d, -1.0 / 3);
            return switch (name) {
                case "euler-maruyama" -> new Trial(Kernel.eulerMaruyama(), 0.05);
                case "heun" -> new Trial(Kernel.heun(), 0.05);
                case "implicit-euler-maruyama" -> new Trial(Kernel.implicitEulerMaruyama(), 0.2);
                case "mala" -> new Trial(Kernel.mala(), 0.12 * many);
                case "hmc" -> new Trial(Kernel.hamiltonian(5), 0.1 * Math.sqrt(many));
                case "nuts" -> new Trial(Kernel.noUTurn(), 0.1 * Math.sqrt(many));
                case "parallel-tempering" ->
                    new Trial(
                            Kernel.parallelTempering(Kernel.hamiltonian(3), 3, 3)
                                    .swappingEvery(1),
                            0.1 * Math.sqrt(many));
                default -> throw new IllegalArgumentException(name);
            };
        }

        /** The variance that a step leaves as it is, where the scheme is not exact. */
        double variance(double k) {
            double z = k * dt;
            if (kernel instanceof EulerMaruyama) {
                return EPSILON / (k * (1 - z / 2));
            }
            if (kernel instanceof Heun) {
                // v = (1 - z + z²/2)² v + 2 ε Δt (1 - z/2)²; solved for v, with (1 - z/2) cancelled
                return EPSILON * (1 - z / 2) / (k * (1 - z / 2 + z * z / 4));
            }
            if (kernel instanceof ImplicitEulerMaruyama) {
                return EPSILON / (k * (1 + z / 2));
            }
            return EPSILON / k;
        }

        Samples run(double[] curvatures, Distribution start, int steps, long seed) {
            return sampler(steps).sample(GaussianEquilibrium.target(curvatures), start, N, seed);
        }

        Sampler sampler(int steps) {
            return new Sampler(
                    kernel,
                    TemperatureSchedule.constant(EPSILON),
                    TimeGrid.to(steps * dt).step(dt),
                    2500);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "euler-maruyama, 1",
        "euler-maruyama, 5",
        "euler-maruyama, 50",
        "heun, 1",
        "heun, 5",
        "heun, 50",
        "implicit-euler-maruyama, 5",
        "mala, 1",
        "mala, 5",
        "mala, 50",
        "hmc, 1",
        "hmc, 5",
        "hmc, 50",
        "nuts, 1",
        "nuts, 5"
    })
    void equilibriumIsLeftAsItIs(String name, int d) {
        Trial trial = Trial.of(name, d);
        double[] curvatures = GaussianEquilibrium.curvatures(d, STIFFEST);
        GaussianEquilibrium discrete = new GaussianEquilibrium(
                Arrays.stream(curvatures).map(trial::variance).toArray());
        long seed = 11;
        Samples end = trial.run(curvatures, discrete, 8, seed);
        discrete.assertDrawn(end, name + " in " + d + " dimensions, seed " + seed);
        if (trial.kernel instanceof Mala || trial.kernel instanceof HamiltonianMonteCarlo) {
            SamplingResult few = trial.sampler(8)
                    .watched(GaussianEquilibrium.target(curvatures), discrete, 200, seed, () -> {}, 8 * trial.dt);
            assertThat(few.diagnostics().acceptance())
                    .as("without refusals the rule is not tried")
                    .isBetween(0.4, 0.97);
        }
    }

    /** From places that lie beside it in every direction. */
    @ParameterizedTest
    @CsvSource({
        "euler-maruyama, 3, 170",
        "heun, 3, 170",
        "implicit-euler-maruyama, 3, 60",
        "mala, 3, 140",
        "hmc, 3, 25",
        "hmc, 50, 30",
        "nuts, 3, 15",
        "parallel-tempering, 1, 40",
        "parallel-tempering, 3, 60"
    })
    void equilibriumIsFoundFromElsewhere(String name, int d, int steps) {
        Trial trial = Trial.of(name, d);
        double[] curvatures = GaussianEquilibrium.curvatures(d, STIFFEST);
        GaussianEquilibrium discrete = new GaussianEquilibrium(
                Arrays.stream(curvatures).map(trial::variance).toArray());
        long seed = 12;
        Samples end = trial.run(curvatures, new Displaced(discrete, (float) (2 / Math.sqrt(d))), steps, seed);
        discrete.assertDrawn(end, name + " in " + d + " dimensions, seed " + seed);
    }

    /** The same distribution elsewhere. */
    private record Displaced(Distribution base, float shift) implements Distribution {

        @Override
        public Shape shape() {
            return base.shape();
        }

        @Override
        public void draw(RandomGenerator rng, float[] out, int offset) {
            base.draw(rng, out, offset);
            for (int j = 0; j < shape().length(); j++) {
                out[offset + j] += shift;
            }
        }
    }

    /** The bias of unadjusted kernels is what theory says it is, and is not zero. */
    @ParameterizedTest
    @CsvSource({"euler-maruyama, 0.5, 1.333333", "heun, 0.5, 0.923077", "implicit-euler-maruyama, 0.5, 0.8"})
    void unadjustedKernelsAreOff(String name, double z, double factor) {
        Trial trial = new Trial(Trial.of(name, 1).kernel, z / STIFFEST);
        assertThat(trial.variance(STIFFEST) * STIFFEST / EPSILON).isCloseTo(factor, within(1e-5));
        double[] curvatures = {STIFFEST};
        GaussianEquilibrium exact = GaussianEquilibrium.of(EPSILON, curvatures);
        float[] end = trial.run(curvatures, exact, 30, 5).values();
        double variance = 0;
        for (float x : end) {
            variance += (double) x * x / N;
        }
        double threeDeviations = 3 * factor * Math.sqrt(2.0 / N);
        assertThat(variance * STIFFEST / EPSILON).as("seed 5").isCloseTo(factor, within(threeDeviations));
        assertThat(Math.abs(factor - 1)).isGreaterThan(threeDeviations);
    }
}
