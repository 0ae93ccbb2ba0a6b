package org.energymatching.metric.table;

import java.util.Arrays;
import java.util.List;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Weighted ridge regression: least squares with a quadratic penalty on all coefficients but the first.
 *
 * <pre>
 * w = argmin Σ_i ω_i (y_i - x_i·w)² + Σ_{k>0} w_k² = (XᵀΩX + Λ)⁻¹ XᵀΩy          Λ = diag(0, 1, …, 1)
 * </pre>
 *
 * <p>A. Hoerl and R. Kennard, "Ridge regression: biased estimation for nonorthogonal problems", Technometrics 12 (1970).
 */
final class RidgeRegression {

    private static final int BLOCK = 4096;

    private RidgeRegression() {}

    /** A {@link Learner} with equal weights. */
    static double[] predict(DoubleMatrix training, double[] targets, DoubleMatrix test) {
        double[] ones = new double[targets.length];
        Arrays.fill(ones, 1);
        return products(test, fit(training, ones, targets));
    }

    /**
     * The coefficients w, (d).
     *
     * @param x features, (n, d); the first is 1
     * @param weights ω, positive, (n)
     * @param y targets, (n)
     */
    static double[] fit(DoubleMatrix x, double[] weights, double[] y) {
        int d = x.columns();
        List<DoubleMatrix> parts = Workers.common().map((x.rows() + BLOCK - 1) / BLOCK, block -> {
            DoubleMatrix rows = weighted(x, weights, y, block * BLOCK);
            return rows.transposedTimes(rows);
        });
        double[] gram = new double[d * d];
        double[] right = new double[d];
        for (DoubleMatrix part : parts) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    gram[i * d + j] += part.at(i, j);
                }
                right[i] += part.at(i, d);
            }
        }
        for (int i = 1; i < d; i++) {
            gram[i * d + i]++;
        }
        DoubleMatrix inverse = new DoubleMatrix(d, d, gram).cholesky().triangularInverse();
        return inverse.transposedTimes(inverse.times(new DoubleMatrix(d, 1, right)))
                .values();
    }

    /** √ω (x, y), whose Gram matrix has both sides of the normal equations. */
    private static DoubleMatrix weighted(DoubleMatrix x, double[] weights, double[] y, int from) {
        int rows = Math.min(BLOCK, x.rows() - from);
        int d = x.columns();
        double[] values = new double[rows * (d + 1)];
        for (int i = 0; i < rows; i++) {
            double root = Math.sqrt(weights[from + i]);
            for (int j = 0; j < d; j++) {
                values[i * (d + 1) + j] = root * x.at(from + i, j);
            }
            values[i * (d + 1) + d] = root * y[from + i];
        }
        return new DoubleMatrix(rows, d + 1, values);
    }

    /** x·w for each row. */
    static double[] products(DoubleMatrix x, double[] w) {
        return x.times(new DoubleMatrix(w.length, 1, w)).values();
    }
}
