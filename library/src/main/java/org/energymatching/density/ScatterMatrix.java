package org.energymatching.density;

import org.energymatching.Samples;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The scatter matrix of rows around their mean: the covariance times a number of rows.
 *
 * <pre>μ = Σᵢ xᵢ / n        S = Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ</pre>
 *
 * <p>Computed in double precision, the mean first. The result does not depend on the number of threads: each thread has its own
 * columns and adds the rows in their order.
 *
 * @param mean μ, of length d
 * @param values S, row-major, of length d²; symmetric
 */
public record ScatterMatrix(double[] mean, double[] values) {

    private static final int ROWS_AT_A_TIME = 1024;
    private static final int COLUMNS_AT_A_TIME = 256;

    /** That of rows (n, d), in time n d². */
    public static ScatterMatrix of(Samples rows) {
        double[] mean = mean(rows);
        int d = mean.length;
        double[] scatter = new double[Math.multiplyExact(d, d)];
        int stripes = (d + COLUMNS_AT_A_TIME - 1) / COLUMNS_AT_A_TIME;
        Workers.common().map(stripes, stripe -> {
            int from = stripe * COLUMNS_AT_A_TIME;
            addProducts(rows, mean, from, Math.min(d, from + COLUMNS_AT_A_TIME), scatter);
            return stripe;
        });
        return new ScatterMatrix(mean, scatter);
    }

    /** The covariance for a divisor: n for the maximum-likelihood one, n - 1 for the unbiased one. */
    public double[] dividedBy(int divisor) {
        double[] covariance = values.clone();
        for (int at = 0; at < covariance.length; at++) {
            covariance[at] /= divisor;
        }
        return covariance;
    }

    /** μ of rows (n, …). */
    static double[] mean(Samples rows) {
        float[] values = rows.values();
        double[] mean = new double[rows.width()];
        for (int at = 0; at < values.length; at++) {
            mean[at % mean.length] += values[at];
        }
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= rows.rows();
        }
        return mean;
    }

    /** Adds up the rows {@code from} to {@code to} of S: a block of samples after the other. */
    private static void addProducts(Samples rows, double[] mean, int from, int to, double[] scatter) {
        int d = mean.length;
        for (int row = 0; row < rows.rows(); row += ROWS_AT_A_TIME) {
            int end = Math.min(rows.rows(), row + ROWS_AT_A_TIME);
            DoubleMatrix all = centred(rows, row, end, mean, 0, d);
            DoubleMatrix some = centred(rows, row, end, mean, from, to);
            double[] products = some.transposedTimes(all).values();
            for (int at = 0; at < products.length; at++) {
                scatter[from * d + at] += products[at];
            }
        }
    }

    private static DoubleMatrix centred(Samples rows, int row, int end, double[] mean, int from, int to) {
        double[] centred = new double[Math.multiplyExact(end - row, to - from)];
        int at = 0;
        for (int i = row; i < end; i++) {
            for (int k = from; k < to; k++) {
                centred[at++] = rows.values()[i * mean.length + k] - mean[k];
            }
        }
        return new DoubleMatrix(end - row, to - from, centred);
    }
}
