package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

/** Candidates of wide Gaussians, chosen by their weights, have the moments of a narrower correlated normal. */
class ResampledMixtureTest {

    private static final double EPSILON = 0.5;

    /** exp(-V/ε) is normal around (1, 0), with variances 1 and correlation .8. */
    private static final Potential CORRELATED =
            x -> Quadratic.correlated(EPSILON, 0.8).energy(x.minus(Tensor.of(new float[] {1, 0}, Shape.of(1, 2))));

    private static final GaussianMixture WIDE = new GaussianMixture(
            new double[] {1}, List.of(new Gaussian(new double[] {0.5, -0.5}, new double[] {2, 0, 0, 2})));

    @Test
    void wholeRowsHaveTheMomentsOfTheDensity() {
        Samples drawn =
                ResampledMixture.of(CORRELATED, WIDE, EPSILON, 300, null).sample(3000, Rng.of(1));
        double[] x = column(drawn, 0);
        double[] y = column(drawn, 1);
        assertThat(mean(x, x, true)).isCloseTo(1, within(0.08));
        assertThat(mean(y, y, true)).isCloseTo(0, within(0.08));
        assertThat(mean(x, x, false)).isCloseTo(1, within(0.1));
        assertThat(mean(x, y, false)).isCloseTo(0.8, within(0.1));
    }

    @Test
    void givenAValueTheOtherHasTheConditionalMoments() {
        Samples drawn = ResampledMixture.of(CORRELATED, WIDE, EPSILON, 300, new float[] {2, Float.NaN})
                .sample(3000, Rng.of(1));
        assertThat(column(drawn, 0)).containsOnly(2);
        double[] y = column(drawn, 1);
        assertThat(mean(y, y, true)).isCloseTo(0.8, within(0.05));
        assertThat(mean(y, y, false)).isCloseTo(0.36, within(0.05));
    }

    @Test
    void oneCandidateIsADrawOfTheMixture() {
        double[] x =
                column(ResampledMixture.of(CORRELATED, WIDE, EPSILON, 1, null).sample(3000, Rng.of(1)), 0);
        assertThat(mean(x, x, true)).isCloseTo(0.5, within(0.12));
        assertThat(mean(x, x, false)).isCloseTo(4, within(0.4));
    }

    @Test
    void aRowDoesNotDependOnTheNumberOfRows() {
        ResampledMixture resampled = ResampledMixture.of(CORRELATED, WIDE, EPSILON, 20, null);
        Samples all = resampled.sample(9, Rng.of(4));
        assertThat(resampled.sample(5, 3, Rng.of(4)).values())
                .containsExactly(all.slice(5, 8).values());
    }

    @Test
    void mistakesAreRefused() {
        assertThatThrownBy(() -> ResampledMixture.of(CORRELATED, WIDE, EPSILON, 0, null))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ResampledMixture.of(CORRELATED, WIDE, 0, 5, null))
                .isInstanceOf(UsageException.class);
    }

    private static double[] column(Samples rows, int j) {
        double[] values = new double[rows.rows()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.values()[2 * i + j];
        }
        return values;
    }

    /** The mean of a, or its covariance with b. */
    private static double mean(double[] a, double[] b, boolean first) {
        double meanA = 0;
        double meanB = 0;
        for (int i = 0; i < a.length; i++) {
            meanA += a[i] / a.length;
            meanB += b[i] / b.length;
        }
        double covariance = 0;
        for (int i = 0; i < a.length; i++) {
            covariance += (a[i] - meanA) * (b[i] - meanB) / a.length;
        }
        return first ? meanA : covariance;
    }
}
