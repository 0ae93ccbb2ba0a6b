package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class GradientDescentTest {

    private static final double ETA = 0.1;

    private static Sampler sampler(Kernel kernel, int steps) {
        return new Sampler(kernel, TemperatureSchedule.constant(0.3), new TimeGrid(steps * ETA, ETA));
    }

    /** On ½ a x² the recursion is linear: y = x + μ (x - x'), x'' = (1 - η a) y. No noise, whatever the temperature. */
    @Test
    void followsTheRecursionOfAQuadratic() {
        for (double momentum : new double[] {0, 0.3, 0.9}) {
            double[] a = {1, 5};
            double[] x = {2, -3};
            double[] before = x.clone();
            for (int step = 0; step < 12; step++) {
                for (int j = 0; j < 2; j++) {
                    double y = x[j] + momentum * (x[j] - before[j]);
                    before[j] = x[j];
                    x[j] = (1 - ETA * a[j]) * y;
                }
            }
            float[] found = sampler(Kernel.gradientDescent(momentum), 12)
                    .sample(Target.of(Quadratic.diagonal(1, 5)), new Dataset(Samples.of(new float[][] {{2, -3}})), 3, 1)
                    .row(2);
            assertThat(found[0]).isCloseTo((float) x[0], within(1e-5f));
            assertThat(found[1]).isCloseTo((float) x[1], within(1e-5f));
        }
    }

    /** Each row stops at the first point whose gradient is small, and stays there to the last bit. */
    @Test
    void rowsRestWhereTheirGradientIsSmall() {
        double g = 0.2;
        Target target = Target.of(Quadratic.diagonal(1, 3));
        for (double momentum : new double[] {0, 0.3}) {
            Kernel kernel = new GradientDescent(momentum, g);
            Samples some = sampler(kernel, 60).sample(target, StandardNormal.of(2), 100, 4);
            Samples more = sampler(kernel, 200).sample(target, StandardNormal.of(2), 100, 4);
            assertThat(more.values()).isEqualTo(some.values());
            for (int i = 0; i < 100; i++) {
                float[] x = some.row(i);
                assertThat(Math.sqrt((x[0] * x[0] + 9 * x[1] * x[1]) / 2)).isLessThan(g);
            }
            Double steps = sampler(kernel, 60)
                    .watched(target, StandardNormal.of(2), 100, 4, () -> {}, 6.0)
                    .diagnostics()
                    .meanSteps();
            assertThat(steps).isBetween(5.0, 30.0);
        }
    }

    /** What the kernel takes along from step to step is freed, and nothing is read back while rows do not rest. */
    @Test
    void keepsItsDisplacementInTheEngine() {
        Target target = Target.of(Quadratic.diagonal(1, 3));
        Leaks.assertNone(() -> sampler(new GradientDescent(0.3, 0.1), 40).sample(target, StandardNormal.of(2), 70, 4));
        double[] times = {0.5, 1, 1.5};
        assertThat(sampler(Kernel.gradientDescent(0.3), 15)
                        .trajectory(target, StandardNormal.of(2), 70, 4, times)
                        .last()
                        .values())
                .isEqualTo(sampler(Kernel.gradientDescent(0.3), 15)
                        .sample(target, StandardNormal.of(2), 70, 4)
                        .values());
    }

    @Test
    void momentumAndGradientAreChecked() {
        for (double[] wrong : new double[][] {{1, 0}, {-0.1, 0}, {0, -1}, {0, Double.NaN}}) {
            assertThatThrownBy(() -> new GradientDescent(wrong[0], wrong[1]))
                    .as(Arrays.toString(wrong))
                    .isInstanceOf(UsageException.class);
        }
    }
}
