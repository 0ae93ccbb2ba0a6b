package org.energymatching.metric;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.DoubleMatrix;
import org.energymatching.tensor.Workers;

/**
 * Mean and covariance of feature rows: all that {@link FrechetDistance} has to know of a set, to be kept and used again.
 *
 * <pre>μ = Σᵢ xᵢ / n        Σ = Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ / (n − 1)</pre>
 *
 * <p>Computed in double precision, the mean first. The result does not depend on the number of threads: each thread has
 * columns of its own and adds up the rows in their order.
 *
 * @param rows n, how many rows they were computed from
 * @param mean μ, of length d
 * @param covariance Σ, row-major, of length d²; symmetric
 */
public record FeatureStatistics(int rows, double[] mean, double[] covariance) {

    private static final int ROWS_AT_A_TIME = 1024;
    private static final int COLUMNS_AT_A_TIME = 256;

    /** Checks that the covariance is as large as the mean is long. */
    public FeatureStatistics {
        if (mean.length == 0 || (long) mean.length * mean.length != covariance.length) {
            throw new UsageException(
                    "A mean of " + mean.length + " numbers came with a covariance of " + covariance.length + ".",
                    "For d features the mean has d numbers and the covariance d², and d is at least 1.",
                    "Pass the mean and the covariance of the same features.");
        }
    }

    /**
     * The statistics of rows (n, d) with n ≥ 2, in time n d².
     *
     * @throws UsageException if there are fewer than two rows
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static FeatureStatistics of(Samples features) {
        ComparableSamples.require(features, "feature");
        double[] mean = mean(features);
        int d = mean.length;
        double[] covariance = new double[Math.multiplyExact(d, d)];
        int stripes = (d + COLUMNS_AT_A_TIME - 1) / COLUMNS_AT_A_TIME;
        Workers.common().map(stripes, stripe -> {
            int from = stripe * COLUMNS_AT_A_TIME;
            addProducts(features, mean, from, Math.min(d, from + COLUMNS_AT_A_TIME), covariance);
            return stripe;
        });
        for (int at = 0; at < covariance.length; at++) {
            covariance[at] /= features.rows() - 1;
        }
        return new FeatureStatistics(features.rows(), mean, covariance);
    }

    /** d: the number of features. */
    public int width() {
        return mean.length;
    }

    /** As in {@code FeatureStatistics(10000 rows of 64)}. */
    @Override
    public String toString() {
        return "FeatureStatistics(" + rows + " rows of " + width() + ")";
    }

    private static double[] mean(Samples features) {
        float[] values = features.values();
        double[] mean = new double[features.width()];
        for (int at = 0; at < values.length; at++) {
            mean[at % mean.length] += values[at];
        }
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= features.rows();
        }
        return mean;
    }

    /** Adds up the rows {@code from} to {@code to} of Σ, but for the divisor: a block of samples after the other. */
    private static void addProducts(Samples features, double[] mean, int from, int to, double[] covariance) {
        int d = mean.length;
        for (int row = 0; row < features.rows(); row += ROWS_AT_A_TIME) {
            int end = Math.min(features.rows(), row + ROWS_AT_A_TIME);
            DoubleMatrix all = centred(features, row, end, mean, 0, d);
            DoubleMatrix some = centred(features, row, end, mean, from, to);
            double[] products = some.transposedTimes(all).values();
            for (int at = 0; at < products.length; at++) {
                covariance[from * d + at] += products[at];
            }
        }
    }

    private static DoubleMatrix centred(Samples features, int row, int end, double[] mean, int from, int to) {
        float[] values = features.values();
        double[] centred = new double[Math.multiplyExact(end - row, to - from)];
        int at = 0;
        for (int i = row; i < end; i++) {
            for (int k = from; k < to; k++) {
                centred[at++] = values[i * mean.length + k] - mean[k];
            }
        }
        return new DoubleMatrix(end - row, to - from, centred);
    }
}
