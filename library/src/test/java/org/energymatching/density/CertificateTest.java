package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class CertificateTest {

    private static final double EPSILON = 0.5;
    private static final Quadratic QUADRATIC = Quadratic.diagonal(1, 4);

    /** N(0, s² ε A⁻¹): at equilibrium for s = 1. */
    private static Samples normal(double scale, long seed) {
        Samples z = StandardNormal.of(2).sample(300, Rng.of(seed));
        float[] x = z.values().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] *= (float) (scale * Math.sqrt(EPSILON / (i % 2 == 0 ? 1 : 4)));
        }
        return new Samples(x, z.shape());
    }

    private static long certified(Potential potential, LongFunction<Samples> samples) {
        return IntStream.range(0, 20)
                .filter(seed -> Certificate.of(potential, samples.apply(seed), EPSILON, Rng.of(seed))
                        .atEquilibrium())
                .count();
    }

    @Test
    void samplesOfAQuadraticAreToldFromOthers() {
        assertThat(certified(QUADRATIC, seed -> normal(1, seed))).isEqualTo(20);
        assertThat(certified(QUADRATIC, seed -> normal(1.25, seed))).isZero();
        assertThat(certified(QUADRATIC, seed -> normal(0.8, seed))).isZero();
    }

    /** T = s² ε and E‖∇V‖² = s² ε ΣA: known in closed form. */
    @Test
    void temperatureAndVirialAreThoseOfTheGaussian() {
        Certificate hot = Certificate.of(QUADRATIC, normal(1.5, 3), EPSILON, Rng.of(1));
        assertThat(hot.temperature().value())
                .isCloseTo(2.25 * EPSILON, within(4 * hot.temperature().error()));
        assertThat(hot.virial().value())
                .isCloseTo(1.25 / 3.25, within(4 * hot.virial().error()));
        assertThat(hot.verdict()).contains("above ε");
    }

    /** V = (x² - 1)² + ½ y², chains of MALA from the middle: early ones are refused, late ones are at equilibrium. */
    @Test
    void chainsInADoubleWellAreCertifiedOnceTheyAreThere() {
        Potential wells = x -> {
            Tensor first = x.slice(1, 0, 1).square().minus(1).square().sumPerRow();
            return first.plus(x.slice(1, 1, 2).square().sumPerRow().times(0.5));
        };
        assertThat(certified(wells, seed -> chains(wells, 0.2, seed))).isZero();
        assertThat(certified(wells, seed -> chains(wells, 8, seed))).isGreaterThanOrEqualTo(19);
    }

    private static Samples chains(Potential potential, double time, long seed) {
        return new Sampler(Kernel.mala(), TemperatureSchedule.constant(EPSILON), new TimeGrid(time, 0.1))
                .sample(Target.of(potential), new Dataset(Samples.of(new float[][] {{0, 0}})), 200, seed);
    }

    /**
     * The Gaussian example in closed form, x₀ ~ N(0, s² I) and V = ½ x²: KL(s) = d/2 (s²/ε - 1 - ln(s²/ε)) falls all along Langevin
     * dynamics, and so does the Stein discrepancy; along descent it falls until s² = ε and rises from there on.
     */
    @Test
    void theDiscrepancyFallsUnderLangevinAndRisesAgainUnderDescent() {
        Quadratic round = Quadratic.diagonal(1, 1);
        double[] langevin = new double[4];
        double[] descent = new double[4];
        for (int k = 0; k < 4; k++) {
            double t = 0.35 * k;
            double s2 = EPSILON + (2 - EPSILON) * Math.exp(-2 * t);
            langevin[k] = discrepancy(round, Math.sqrt(s2));
            descent[k] = discrepancy(round, Math.sqrt(2) * Math.exp(-2 * t));
        }
        assertThat(langevin[1]).isLessThan(langevin[0]);
        assertThat(langevin[2]).isLessThan(langevin[1]);
        assertThat(langevin[3]).isLessThan(langevin[2]);
        assertThat(descent[1]).isLessThan(descent[0]);
        assertThat(descent[3]).isGreaterThan(descent[1]);
    }

    private static double discrepancy(Potential potential, double deviation) {
        Samples z = StandardNormal.of(2).sample(600, Rng.of(1));
        float[] x = new float[z.values().length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (deviation * z.values()[i]);
        }
        return Certificate.of(potential, new Samples(x, z.shape()), EPSILON, Rng.of(1))
                .stein()
                .squared();
    }

    @Test
    void fewSamplesAndNoTemperatureAreErrors() {
        Samples few = new Samples(new float[20], Shape.of(10, 2));
        assertThatThrownBy(() -> Certificate.of(QUADRATIC, few, EPSILON, Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Certificate.of(QUADRATIC, normal(1, 1), 0, Rng.of(1)))
                .isInstanceOf(UsageException.class);
    }
}
