package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class LangevinBoundTest {

    private static final Samples ROWS = StandardNormal.of(2).sample(40, Rng.of(2));

    /** On ½ Σ a x² the variance of unadjusted steps is known: after the time and with the step of the bound, KL is below δ. */
    @Test
    void theBoundHoldsOnAQuadratic() {
        double epsilon = 0.5;
        LangevinBound bound = LangevinBound.of(Quadratic.diagonal(1, 4), ROWS, epsilon);
        assertThat(bound.convexity()).isCloseTo(1, within(1e-4));
        assertThat(bound.smoothness()).isCloseTo(4, within(1e-4));
        double delta = 0.1;
        double h = bound.step(delta);
        double first = divergence(new double[] {2, 2}, epsilon);
        long steps = (long) Math.ceil(bound.time(first, delta) / h);
        double[] variance = {2, 2};
        double[] curvature = {1, 4};
        for (long k = 0; k < steps; k++) {
            for (int j = 0; j < 2; j++) {
                variance[j] = Math.pow(1 - h * curvature[j], 2) * variance[j] + 2 * epsilon * h;
            }
        }
        assertThat(divergence(variance, epsilon)).isLessThan(delta);
    }

    /** KL of N(0, diag v) from N(0, ε diag(1, 1/4)). */
    private static double divergence(double[] variance, double epsilon) {
        double sum = 0;
        for (int j = 0; j < 2; j++) {
            double ratio = variance[j] * (j == 0 ? 1 : 4) / epsilon;
            sum += 0.5 * (ratio - 1 - Math.log(ratio));
        }
        return sum;
    }

    @Test
    void aDoubleWellHasNone() {
        Potential wells = x -> x.square().minus(1).square().sumPerRow();
        assertThat(LangevinBound.of(wells, ROWS, 1).exists()).isFalse();
    }
}
