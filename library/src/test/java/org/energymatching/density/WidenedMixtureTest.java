package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WidenedMixtureTest {

    private static final GaussianMixture SKEWED = new GaussianMixture(
            new double[] {0.25, 0.75},
            List.of(
                    Gaussian.of(new double[] {-3, 1}, new double[] {1, 0, 0.6, 0.5}),
                    Gaussian.of(new double[] {2, -1}, new double[] {0.3, 0, -0.1, 2})));
    private static final WidenedMixture WIDENED =
            new WidenedMixture(SKEWED, new double[] {0.5, 1, 3}, new double[] {0.2, 0.5, 0.3});

    @Test
    void theDensityIsTheWeightedSumOverWidths() {
        Samples x = SKEWED.widened(2).sample(50, Rng.of(1));
        double[] found = WIDENED.logDensities(x);
        double[] narrow = SKEWED.widened(0.5).logDensities(x);
        double[] same = SKEWED.logDensities(x);
        double[] wide = SKEWED.widened(3).logDensities(x);
        for (int i = 0; i < 50; i++) {
            assertThat(Math.exp(found[i]))
                    .isCloseTo(
                            0.2 * Math.exp(narrow[i]) + 0.5 * Math.exp(same[i]) + 0.3 * Math.exp(wide[i]),
                            within(1e-12));
        }
    }

    /** E 1/p over draws of p is the volume in which p counts: here that of a box, by a fine grid inside it. */
    @Test
    void drawsFollowTheDensity() {
        long seed = 7;
        int n = 200_000;
        Samples draws = WIDENED.sample(n, Rng.of(seed));
        double[] logs = WIDENED.logDensities(draws);
        double inside = 0;
        for (int i = 0; i < n; i++) {
            boolean within = Math.abs(draws.row(i)[0] - 1) < 3 && Math.abs(draws.row(i)[1]) < 2;
            inside += within ? Math.exp(-logs[i]) / n : 0;
        }
        assertThat(inside).as("seed %d: the box is 6 by 4", seed).isCloseTo(24, within(0.6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 48, 64, 500})
    void rungsReachFromTheDataToFourDeviationsAndTouch(int d) {
        WidenedMixture around = WidenedMixture.around(GaussianMixture.round(new double[1][d], 1));
        double[] widths = around.widths();
        assertThat(Math.pow(widths[0], d / 2.0)).as("its volume").isCloseTo(1.3, within(1e-9));
        assertThat(widths[widths.length - 1]).isCloseTo(4, within(1e-9));
        assertThat(Arrays.stream(around.shares()).sum()).isCloseTo(1, within(1e-12));
        for (int r = 1; r < widths.length; r++) {
            assertThat(widths[r] / widths[r - 1]).isBetween(1.0, 1 + 3.3 / Math.sqrt(d));
        }
    }

    @Test
    void inThePlaneTheWidthsAreTwo() {
        assertThat(WidenedMixture.around(SKEWED).widths()).containsExactly(new double[] {1.3, 4}, within(1e-12));
    }

    @Test
    void sharesAndWidthsThatDoNotFitAreRefused() {
        for (double[][] pair : new double[][][] {
            {{1, 2}, {1}}, {{}, {}}, {{0}, {1}}, {{1, 2}, {0.5, 0.6}}, {{Double.NaN}, {1}}, {{1, 2}, {0, 1}}
        }) {
            assertThatThrownBy(() -> new WidenedMixture(SKEWED, pair[0], pair[1]))
                    .as(Arrays.deepToString(pair))
                    .isInstanceOf(UsageException.class);
        }
        assertThatThrownBy(() -> WIDENED.logDensities(Samples.of(new float[][] {{1, 2, 3}})))
                .isInstanceOf(UsageException.class);
    }
}
