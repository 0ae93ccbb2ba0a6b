package org.energymatching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.data.toy.StandardNormal;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.junit.jupiter.api.Test;

/** Potentials that are added up and weighted: products and powers of densities. */
class CompositionTest {

    private static Potential quadratic(double centre, double stiffness) {
        return x -> x.minus(centre).square().sumPerRow().times(stiffness / 2);
    }

    /**
     * ½·1·(x - 1)² + 2·½·3·(x + 2)² has the stiffness 1 + 6 and the centre (1 - 12)/7; at ε its variance is ε/7, and ε / (7 -
     * 49 Δt/2) in steps.
     */
    @Test
    void normalDensitiesMultiply() {
        double epsilon = 0.5;
        double dt = 0.05;
        int n = 4_000;
        Potential both = quadratic(1, 1).plus(quadratic(-2, 3).times(2));
        Samples samples = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(epsilon),
                        TimeGrid.to(3).step(dt),
                        1_000)
                .sample(Target.of(both), StandardNormal.of(1), n, 3);
        double mean = 0;
        double variance = 0;
        for (float x : samples.values()) {
            mean += x / n;
            variance += Math.pow(x + 11 / 7.0, 2) / n;
        }
        double exact = epsilon / (7 - 49 * dt / 2);
        assertThat(mean).as("seed 3").isCloseTo(-11 / 7.0, within(3 * Math.sqrt(exact / n)));
        assertThat(variance).as("seed 3").isCloseTo(exact, within(3 * exact * Math.sqrt(2.0 / n)));
    }
}
