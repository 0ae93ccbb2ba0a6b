package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

final class RankCorrelationTest {

    /** Both expected values are scipy 1.17.1's, {@code scipy.stats.spearmanr}. */
    @Test
    void agreesWithScipyWithAndWithoutTies() {
        double[] a = {2, 3, 4, 5, 0, 0, 4, 5, 1, 1, 5, 2, 1, 4, 1, 2, 3, 3, 0, 0, 5, 4, 5, 3, 4};
        double[] b = {1, 3, 6, 2, -1, -3, 4, 8, -2, 0, 4, 5, -1, 4, -1, -1, 5, 0, -2, 0, 5, 1, 8, 5, 7};
        assertThat(RankCorrelation.spearman(a, b)).isCloseTo(0.7880555440862792, within(1e-14));
        double[] x = {-1.89, -0.17, -0.42, 0.21, 0.22, 2.12, -1.11, -0.38, 2.04, 0.65, 0.66, -0.51};
        double[] y = {0.24, 0.34, 0.53, -1.44, -0.9, -2.19, 0.17, 0.28, -1.94, -0.61, -1.17, 1.1};
        assertThat(RankCorrelation.spearman(x, y)).isCloseTo(-0.7762237762237763, within(1e-14));
    }

    /** Without ties, ρ = 1 - 6 Σ (r - s)²/(n (n² - 1)). */
    @Test
    void agreesWithTheFormulaForDistinctRanks() {
        Seeds.check(30, random -> {
            int n = random.nextInt(2, 60);
            double[] order = random.doubles(n).toArray();
            double[] ranks = Arrays.stream(order).map(x -> count(order, x)).toArray();
            double squares = 0;
            double[] first = new double[n];
            for (int i = 0; i < n; i++) {
                first[i] = Math.exp(i);
                squares += Math.pow(i - ranks[i], 2);
            }
            assertThat(RankCorrelation.spearman(first, order))
                    .isCloseTo(1 - 6 * squares / (n * ((double) n * n - 1)), within(1e-12));
        });
    }

    private static double count(double[] all, double bound) {
        return Arrays.stream(all).filter(x -> x < bound).count();
    }

    @Test
    void risingFallingAndInfinite() {
        double[] rising = {-3, -2, 0, 1e300, Double.POSITIVE_INFINITY};
        double[] falling = {9, 8, 7, 6, -5};
        assertThat(RankCorrelation.spearman(rising, rising)).isEqualTo(1);
        assertThat(RankCorrelation.spearman(rising, falling)).isEqualTo(-1);
        assertThat(RankCorrelation.spearman(new double[] {0.0, -0.0, 1}, new double[] {-0.0, 0.0, 1}))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeRankedIsRefused() {
        double[] fine = {1, 2, 3};
        assertThatThrownBy(() -> RankCorrelation.spearman(fine, new double[] {1, 2}))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> RankCorrelation.spearman(new double[1], new double[1]))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> RankCorrelation.spearman(fine, new double[] {1, Double.NaN, 2}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Number 1 of the second list");
        assertThatThrownBy(() -> RankCorrelation.spearman(new double[] {4, 4, 4}, fine))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("first list are equal");
    }
}
