package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class MissingValuesTest {

    private static final float GONE = Float.NaN;

    private static final GaussianMixture SKEWED = new GaussianMixture(
            new double[] {0.25, 0.75},
            List.of(
                    Gaussian.of(new double[] {-1, 1}, new double[] {1, 0, 0.6, 0.5}),
                    Gaussian.of(new double[] {1.5, -1}, new double[] {0.3, 0, -0.4, 2})));

    /**
     * Where column 1 is missing when column 0 is above 0.8, the maximum of the likelihood of one Gaussian is known: moments of
     * column 0 from all rows, the regression of column 1 on it from whole rows. T. Anderson, "Maximum likelihood estimates for
     * a multivariate normal distribution when some observations are missing" (1957).
     */
    @Test
    void oneGaussianIsThatOfTheClosedForm() {
        int n = 20_000;
        Samples whole =
                Gaussian.of(new double[] {0, 5}, new double[] {1, 0, 1.2, 2}).sample(n, Rng.of(1));
        float[] x = whole.values();
        double[] all = new double[2];
        double[] some = new double[6];
        for (int i = 0; i < n; i++) {
            all[0] += x[2 * i];
            all[1] += x[2 * i] * x[2 * i];
            if (x[2 * i] > 0.8) {
                x[2 * i + 1] = GONE;
            } else {
                double[] sums = {
                    1, x[2 * i], x[2 * i + 1], x[2 * i] * x[2 * i], x[2 * i] * x[2 * i + 1], x[2 * i + 1] * x[2 * i + 1]
                };
                Arrays.setAll(some, k -> some[k] + sums[k]);
            }
        }
        double mean = all[0] / n;
        double variance = all[1] / n - mean * mean;
        double first = some[1] / some[0];
        double second = some[2] / some[0];
        double slope = (some[4] / some[0] - first * second) / (some[3] / some[0] - first * first);
        double left = some[5] / some[0] - second * second - slope * slope * (some[3] / some[0] - first * first);

        Gaussian found = ExpectationMaximisation.fit(whole, 1, Rng.of(2))
                .mixture()
                .components()
                .get(0);
        assertThat(found.mean())
                .as("seed 1")
                .containsExactly(new double[] {mean, second + slope * (mean - first)}, within(0.03));
        assertThat(found.covariance())
                .as("seed 1")
                .containsExactly(
                        new double[] {variance, slope * variance, slope * variance, left + slope * slope * variance},
                        within(0.03));
        assertThat(second).as("the mean of the known values is far off").isLessThan(4.7);
    }

    /** With a fifth of all values missing, the mixture that rows were drawn of is found to a few standard errors. */
    @Test
    void aMixtureIsFoundAndEveryStepGains() {
        Samples rows = gapped(SKEWED.sample(8_000, Rng.of(3)), 0.2, 4);
        ExpectationMaximisation fit = ExpectationMaximisation.fit(rows, 2, Rng.of(5));
        GaussianMixture found = fit.mixture();
        int first = found.weights()[0] < found.weights()[1] ? 0 : 1;
        assertThat(found.weights()[first]).as("seed 3").isCloseTo(0.25, within(0.03));
        for (int k = 0; k < 2; k++) {
            Gaussian expected = SKEWED.components().get(k);
            Gaussian fitted = found.components().get(k == 0 ? first : 1 - first);
            assertThat(fitted.mean()).as("seed 3").containsExactly(expected.mean(), within(0.1));
            assertThat(fitted.covariance()).as("seed 3").containsExactly(expected.covariance(), within(0.15));
        }
        List<Double> gains = fit.logLikelihoods();
        assertThat(gains).hasSizeGreaterThan(3);
        for (int i = 1; i < gains.size(); i++) {
            assertThat(gains.get(i)).as("step %d of %s", i, gains).isGreaterThan(gains.get(i - 1) - 1e-3);
        }
    }

    @Test
    void aRowWithoutValuesIsAllowedAndAColumnWithoutIsNot() {
        Samples rows = Samples.of(new float[][] {{1, 2}, {2, 3}, {GONE, GONE}, {3, 7}, {4, GONE}});
        Gaussian found = ExpectationMaximisation.fit(rows, 1, Rng.of(6))
                .mixture()
                .components()
                .get(0);
        assertThat(found.mean()).doesNotContain(Double.NaN);
        assertThatThrownBy(() ->
                        ExpectationMaximisation.fit(Samples.of(new float[][] {{1, GONE}, {2, GONE}}), 1, Rng.of(6)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column 2");
    }

    /** p(x₁ | x₀) = p(x₀, x₁) / ∫ p(x₀, x) dx, its mean, and the marginals, by sums on a grid. */
    @Test
    void conditionalsAndMarginalsAreThoseOfQuadrature() {
        int n = 4_000;
        double step = 30.0 / n;
        float given = -0.4f;
        float[] grid = new float[2 * n];
        for (int i = 0; i < n; i++) {
            grid[2 * i] = given;
            grid[2 * i + 1] = (float) (-15 + i * step);
        }
        double[] logs = SKEWED.logDensities(new Samples(grid, Shape.of(n, 2)));
        double mass = 0;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mass += Math.exp(logs[i]) * step;
            mean += grid[2 * i + 1] * Math.exp(logs[i]) * step;
        }
        ConditionalMixture found = SKEWED.given(given, GONE);
        assertThat(found.mean()).containsExactly(new float[] {given, (float) (mean / mass)}, within(1e-5f));
        Samples points = rows(1, -2, 0, 1.7f);
        Samples beside = rows(2, given, -2, given, 0, given, 1.7f);
        double[] expected = SKEWED.logDensities(beside);
        double[] conditional = found.missing().logDensities(points);
        for (int i = 0; i < 3; i++) {
            assertThat(conditional[i]).isCloseTo(expected[i] - Math.log(mass), within(1e-6));
        }
        assertThat(SKEWED.marginal(0).logDensities(rows(1, given))[0]).isCloseTo(Math.log(mass), within(1e-6));
        assertThat(SKEWED.marginal(1, 0).logDensities(rows(2, -2, given))[0]).isCloseTo(expected[0], within(1e-8));
        assertThat(SKEWED.given(GONE, GONE).missing().logDensities(beside)).containsExactly(expected, within(1e-8));
    }

    /** Of 20,000 draws, to four standard errors; known values stay. */
    @Test
    void drawsFollowTheConditional() {
        int n = 20_000;
        ConditionalMixture given = SKEWED.given(GONE, 0.2f);
        Gaussian moments = given.missing().moments();
        Samples drawn = given.sample(n, Rng.of(7));
        double[] sums = new double[2];
        for (int i = 0; i < n; i++) {
            assertThat(drawn.values()[2 * i + 1]).isEqualTo(0.2f);
            sums[0] += drawn.values()[2 * i] / n;
            sums[1] += Math.pow(drawn.values()[2 * i] - moments.mean()[0], 2) / n;
        }
        double variance = moments.covariance()[0];
        assertThat(sums[0]).as("seed 7").isCloseTo(moments.mean()[0], within(4 * Math.sqrt(variance / n)));
        assertThat(sums[1]).as("seed 7").isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / n)));
    }

    @Test
    void senselessRowsAndColumnsAreRefused() {
        assertThatThrownBy(() -> SKEWED.given(1, 2)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> SKEWED.given(1, 2, GONE)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> SKEWED.marginal(0, 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> SKEWED.marginal(2)).isInstanceOf(UsageException.class);
        assertThatThrownBy(SKEWED::marginal).isInstanceOf(UsageException.class);
    }

    private static Samples gapped(Samples rows, double share, long seed) {
        Rng rng = Rng.of(seed);
        float[] values = rows.values().clone();
        for (int at = 0; at < values.length; at++) {
            values[at] = rng.nextDouble() < share ? GONE : values[at];
        }
        return new Samples(values, rows.shape());
    }

    private static Samples rows(int width, float... values) {
        return new Samples(values, Shape.of(values.length / width, width));
    }
}
