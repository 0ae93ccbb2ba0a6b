package org.energymatching.metric.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

/** At the minimum of a convex objective its gradient is zero, and only there. */
class RegressionTest {

    private static DoubleMatrix features(int rows, int width, RandomGenerator random) {
        double[] values = new double[rows * width];
        for (int at = 0; at < values.length; at++) {
            values[at] = at % width == 0 ? 1 : random.nextGaussian();
        }
        return new DoubleMatrix(rows, width, values);
    }

    /** Σ_i r_i x_i + Λ w. */
    private static double[] gradient(DoubleMatrix x, double[] residuals, double[] w) {
        double[] gradient = new double[w.length];
        for (int k = 0; k < w.length; k++) {
            gradient[k] = k == 0 ? 0 : w[k];
            for (int i = 0; i < x.rows(); i++) {
                gradient[k] += residuals[i] * x.at(i, k);
            }
        }
        return gradient;
    }

    private static double product(DoubleMatrix x, int row, double[] w) {
        double sum = 0;
        for (int k = 0; k < w.length; k++) {
            sum += x.at(row, k) * w[k];
        }
        return sum;
    }

    @Test
    void ridgeRegressionIsAtItsMinimum() {
        Seeds.check(5, random -> {
            DoubleMatrix x = features(4096 + random.nextInt(300), 1 + random.nextInt(6), random);
            double[] weights = random.doubles(x.rows()).toArray();
            double[] y = random.doubles(x.rows()).toArray();
            double[] w = RidgeRegression.fit(x, weights, y);
            double[] residuals = new double[y.length];
            Arrays.setAll(residuals, i -> weights[i] * (product(x, i, w) - y[i]));
            assertThat(gradient(x, residuals, w)).containsExactly(new double[w.length], within(1e-8));
        });
    }

    @Test
    void ridgeRegressionOnOneFeatureIsTheFormula() {
        DoubleMatrix x = new DoubleMatrix(4, 2, new double[] {1, -1, 1, -1, 1, 1, 1, 1});
        double[] w = RidgeRegression.fit(x, new double[] {1, 1, 1, 1}, new double[] {0, 2, 4, 6});
        assertThat(w).containsExactly(new double[] {3, 8.0 / 5}, within(1e-12)); // mean y and Σxy / (Σx² + 1)
    }

    @Test
    void logisticRegressionIsAtItsMinimum() {
        Seeds.check(10, random -> {
            DoubleMatrix x = features(50 + random.nextInt(500), 1 + random.nextInt(6), random);
            double[] y = new double[x.rows()];
            double scale = 1000 * random.nextDouble();
            Arrays.setAll(
                    y, i -> i == 0 || i > 1 && scale * x.at(i, x.columns() - 1) + random.nextGaussian() > 0 ? 1 : 0);
            double[] w = LogisticRegression.fit(x, y);
            double[] residuals = new double[y.length];
            Arrays.setAll(residuals, i -> 1 / (1 + Math.exp(-product(x, i, w))) - y[i]);
            assertThat(gradient(x, residuals, w)).containsExactly(new double[w.length], within(1e-3));
        });
    }

    @Test
    void logisticRegressionOnRareClassesIsTheLogOdds() {
        DoubleMatrix x = new DoubleMatrix(1000, 1, new double[1000]);
        Arrays.fill(x.values(), 1);
        double[] y = new double[1000];
        y[7] = 1;
        assertThat(LogisticRegression.fit(x, y)[0]).isCloseTo(-Math.log(999), within(1e-4));
    }
}
