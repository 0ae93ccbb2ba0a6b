package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Trajectory;
import org.junit.jupiter.api.Test;

class StraightnessTest {

    private static Trajectory path(int steps, double end, DoubleFunction<float[]> at) {
        List<Double> times = new ArrayList<>();
        List<Samples> states = new ArrayList<>();
        for (int k = 0; k <= steps; k++) {
            double t = end * k / steps;
            times.add(t);
            states.add(Samples.of(new float[][] {at.apply(t), {0, 0}}));
        }
        return new Trajectory(times, states);
    }

    @Test
    void aStraightPathAtConstantSpeedHasNone() {
        assertThat(Straightness.of(path(7, 3, t -> new float[] {(float) (2 * t), (float) -t})))
                .isCloseTo(0, within(1e-9));
    }

    /** x = t² on [0, 1]: ∫(1 - 2t)² dt = 1/3, half of it in the mean with a chain that rests. */
    @Test
    void anAcceleratedPathHasAThird() {
        assertThat(Straightness.of(path(1000, 1, t -> new float[] {(float) (t * t), 0})))
                .isCloseTo(1.0 / 6, within(1e-4));
    }

    /** A half circle of radius 1: ∫‖(-2, 0) - π (-sin πt, cos πt)‖² dt = 4 + π² - 8 = π² - 4, whatever the length of time. */
    @Test
    void aHalfCircleHasAClosedForm() {
        double expected = (Math.PI * Math.PI - 4) / 2;
        for (double end : new double[] {1, 5}) {
            assertThat(Straightness.of(path(500, end, t ->
                            new float[] {(float) Math.cos(Math.PI * t / end), (float) Math.sin(Math.PI * t / end)})))
                    .isCloseTo(expected, within(1e-3));
        }
    }

    @Test
    void aPointIsNoPath() {
        Trajectory point = path(1, 1, t -> new float[] {0, 0});
        assertThatThrownBy(() -> Straightness.of(new Trajectory(
                        point.times().subList(0, 1), point.states().subList(0, 1))))
                .isInstanceOf(UsageException.class);
    }
}
