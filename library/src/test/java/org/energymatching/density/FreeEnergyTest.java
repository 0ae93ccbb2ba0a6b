package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

/** V = ½ ‖x‖² and x ~ N(0, s² I): KL = d/2 (s²/ε - 1 - log(s²/ε)), d = 2, and F = s² - ε (1 + log 2π s²). */
class FreeEnergyTest {

    private static final double EPSILON = 0.25;
    private static final Quadratic ROUND = Quadratic.diagonal(1, 1);

    private static double divergence(double squared) {
        return squared / EPSILON - 1 - Math.log(squared / EPSILON);
    }

    private static Samples normal(double deviation) {
        Samples z = StandardNormal.of(2).sample(2000, Rng.of(3));
        float[] x = z.values().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] *= (float) deviation;
        }
        return new Samples(x, z.shape());
    }

    @Test
    void freeEnergyAndDivergenceAreThoseOfTheGaussian() {
        for (double s2 : new double[] {0.05, 0.25, 1}) {
            FreeEnergy free = FreeEnergy.of(ROUND, normal(Math.sqrt(s2)), EPSILON);
            assertThat(free.divergence()).isCloseTo(divergence(s2), within(0.1 + 0.03 * divergence(s2)));
            assertThat(free.value())
                    .isCloseTo(s2 - EPSILON * (1 + Math.log(2 * Math.PI * s2)), within(0.03 + 0.03 * s2));
            assertThat(free.logPartition()).isCloseTo(Math.log(2 * Math.PI * EPSILON), within(1e-6));
        }
    }

    /** From s² = 1 on: Langevin's falls to zero; that of the descent falls until s² = ε and rises without end. */
    @Test
    void itFallsUnderLangevinAndFallsAndRisesUnderDescent() {
        double[] times = {0.1, 0.4, 0.7, 1.5, 2.5};
        double[] langevin = course(Kernel.eulerMaruyama(), times);
        double[] descent = course(Kernel.gradientFlow(), times);
        for (int k = 0; k < times.length; k++) {
            double decay = Math.exp(-2 * times[k]);
            assertThat(langevin[k]).isCloseTo(divergence(EPSILON + (1 - EPSILON) * decay), within(0.12));
            assertThat(descent[k]).isCloseTo(divergence(decay), within(0.15));
        }
        assertThat(descent[4]).isGreaterThan(1.5);
        assertThat(langevin[4]).isLessThan(0.12);
    }

    private static double[] course(Kernel kernel, double... times) {
        var chains = new Sampler(kernel, TemperatureSchedule.constant(EPSILON), new TimeGrid(2.5, 0.01))
                .trajectory(Target.of(ROUND), StandardNormal.of(2), 2000, 1, times);
        return chains.states().stream()
                .mapToDouble(rows -> FreeEnergy.of(ROUND, rows, EPSILON).divergence())
                .toArray();
    }

    @Test
    void rowsOnTwoPointsHaveNoDensityAndManyColumnsAreRefused() {
        Samples two = Samples.of(new float[][] {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {1, 1}, {1, 1}, {1, 1}, {1, 1}});
        assertThat(FreeEnergy.of(ROUND, two, EPSILON).divergence()).isEqualTo(Double.POSITIVE_INFINITY);
        Quadratic three = Quadratic.diagonal(1, 1, 1);
        Samples x = StandardNormal.of(3).sample(20, Rng.of(1));
        assertThatThrownBy(() -> FreeEnergy.of(three, x, EPSILON)).isInstanceOf(UsageException.class);
    }
}
