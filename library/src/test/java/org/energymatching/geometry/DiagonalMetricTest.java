package org.energymatching.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.PreconditionedLangevin;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class DiagonalMetricTest {

    private static final double EPSILON = 0.5;
    private static final int N = 4000;

    private static double[] learnt(Potential potential, Samples samples) {
        return DiagonalMetric.learn(potential, samples, Rng.of(3)).values();
    }

    /** V = ¼ Σ x⁴ has the curvatures 3x_j², whose means over the samples are summed here; 70 rows fill no two blocks. */
    @Test
    void curvaturesAreAveragedOverTheSamples() {
        Samples samples = StandardNormal.of(2).sample(70, Rng.of(1));
        double[] h = new double[2];
        for (int i = 0; i < 70; i++) {
            samples.values()[2 * i] *= 3;
            h[0] += 3 * Math.pow(samples.row(i)[0], 2) / 70;
            h[1] += 3 * Math.pow(samples.row(i)[1], 2) / 70;
        }
        double[] m = learnt(x -> x.square().square().sumPerRow().times(0.25), samples);
        double damping = DiagonalMetric.DAMPING * (h[0] + h[1]) / 2;
        assertThat(m[1] / m[0]).isCloseTo((h[0] + damping) / (h[1] + damping), within(1e-4));
        assertThat(m[0] + m[1]).isCloseTo(2, within(1e-9));
    }

    /** Mixed derivatives average out: an estimate of H_jj scatters by H_01/√n. */
    @Test
    void mixedDerivativesAverageOut() {
        Quadratic tilted = Quadratic.tilted(1, 9, 0.5);
        double[] m = learnt(tilted, StandardNormal.of(2).sample(N, Rng.of(2)));
        double four = 4 * Math.abs(tilted.matrix()[1]) / Math.sqrt(N);
        double expected = tilted.matrix()[3] / tilted.matrix()[0];
        assertThat(m[0] / m[1])
                .as("seeds 2 and 3")
                .isCloseTo(expected, within(2 * four / tilted.matrix()[0] * expected));
    }

    /**
     * Curvatures 1 and 100 with z = 0.1 in the stiffest direction: without the metric, the softer one keeps a correlation of 0.999
     * a step; with it, of 0.9. So ten steps forget what takes a thousand.
     */
    @Test
    void decorrelationIsFasterByTheRatioOfCurvatures() {
        Quadratic quadratic = Quadratic.diagonal(1, 100);
        PreconditionedLangevin kernel = DiagonalMetric.learn(
                        quadratic, StandardNormal.of(2).sample(100, Rng.of(4)), Rng.of(3))
                .kernel();
        double[] m = kernel.metric();
        double soft = 1 / m[0];
        double stiff = 1 / (100 * m[1]);
        assertThat(stiff / soft).as("but for the damping").isCloseTo(1, within(0.06));
        double dt = 0.1 * soft;
        // of the softer direction, from its discrete equilibrium; seed 5
        assertThat(correlation(kernel, quadratic, m[0], dt, 10)).isCloseTo(Math.pow(0.9, 10), within(0.05));
        assertThat(correlation(Kernel.eulerMaruyama(), quadratic, 1, 0.001, 1000))
                .isCloseTo(Math.pow(0.999, 1000), within(0.05));
    }

    /** Between the first and the last place of chains in the softer direction; checks that they keep their variance. */
    private static double correlation(Kernel kernel, Potential potential, double m, double dt, int steps) {
        double variance = EPSILON / (1 - m * dt / 2);
        Distribution start = new Distribution() {
            @Override
            public Shape shape() {
                return Shape.of(2);
            }

            @Override
            public void draw(RandomGenerator rng, float[] out, int offset) {
                out[offset] = (float) (Math.sqrt(variance) * rng.nextGaussian());
                out[offset + 1] = (float) (Math.sqrt(variance / 100) * rng.nextGaussian());
            }
        };
        Sampler sampler = new Sampler(
                kernel,
                TemperatureSchedule.constant(EPSILON),
                TimeGrid.to(steps * dt).step(dt),
                1000);
        Trajectory course = sampler.trajectory(Target.of(potential), start, N, 5, 0, steps * dt);
        Samples first = course.states().get(0);
        Samples last = course.last();
        double product = 0;
        double[] end = new double[2];
        for (int i = 0; i < N; i++) {
            product += (double) first.row(i)[0] * last.row(i)[0] / N;
            end[0] += Math.pow(last.row(i)[0], 2) / N;
            end[1] += Math.pow(last.row(i)[1], 2) / N;
        }
        double four = 4 * Math.sqrt(2.0 / N);
        assertThat(end[0] / variance).as("seed 5").isCloseTo(1, within(four));
        assertThat(100 * end[1] / variance).as("seed 5").isCloseTo(1, within(four));
        return product / variance;
    }

    @Test
    void whatIsNoMetricIsRefused() {
        Samples samples = StandardNormal.of(2).sample(10, Rng.of(1));
        assertThatThrownBy(() -> learnt(Quadratic.diagonal(-1, -1), samples)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> new PreconditionedLangevin(new double[] {1, 0}))
                .isInstanceOf(UsageException.class);
        Kernel three = new PreconditionedLangevin(new double[] {1, 1, 1});
        assertThatThrownBy(() -> new Sampler(three, TemperatureSchedule.constant(1), new TimeGrid(1, 0.5))
                        .sample(Target.of(Quadratic.diagonal(1, 1)), StandardNormal.of(2), 3, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("3 numbers");
    }
}
