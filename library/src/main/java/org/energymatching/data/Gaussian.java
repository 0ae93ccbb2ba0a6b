package org.energymatching.data;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * The normal distribution N(μ, Σ) with full covariance: the simplest model of a table, and the one to be beaten.
 *
 * @param mean μ
 * @param factor the lower triangle L of Σ = L·Lᵀ (Cholesky), row-major
 */
public record Gaussian(double[] mean, double[] factor) implements Distribution {

    /** Added to the variances, relative to their mean, so that columns that determine one another have a factor. */
    private static final double RIDGE = 1e-9;

    /** The maximum-likelihood fit: mean and covariance of the rows. */
    public static Gaussian fit(Samples rows) {
        int d = rows.width();
        int n = rows.rows();
        if (n < 2) {
            throw new DataException(
                    "A Gaussian was to be fitted to " + rows + ".",
                    "A covariance takes two rows or more.",
                    "Provide more rows.");
        }
        float[] x = rows.values();
        double[] mean = new double[d];
        for (int i = 0; i < x.length; i++) {
            mean[i % d] += (double) x[i] / n;
        }
        double[] covariance = new double[d * d];
        double[] centred = new double[d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                centred[j] = x[i * d + j] - mean[j];
            }
            for (int j = 0; j < d; j++) {
                for (int k = 0; k <= j; k++) {
                    covariance[j * d + k] += centred[j] * centred[k] / n;
                }
            }
        }
        return new Gaussian(mean, cholesky(covariance, d));
    }

    @Override
    public Shape shape() {
        return Shape.of(mean.length);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        int d = mean.length;
        double[] z = new double[d];
        for (int j = 0; j < d; j++) {
            z[j] = rng.nextGaussian();
            double sum = mean[j];
            for (int k = 0; k <= j; k++) {
                sum += factor[j * d + k] * z[k];
            }
            out[offset + j] = (float) sum;
        }
    }

    private static double[] cholesky(double[] covariance, int d) {
        double trace = 0;
        for (int j = 0; j < d; j++) {
            trace += covariance[j * d + j];
        }
        double ridge = RIDGE * Math.max(trace / d, Double.MIN_NORMAL);
        double[] factor = new double[d * d];
        for (int j = 0; j < d; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = covariance[j * d + k];
                for (int m = 0; m < k; m++) {
                    sum -= factor[j * d + m] * factor[k * d + m];
                }
                factor[j * d + k] = j == k ? Math.sqrt(Math.max(sum, 0) + ridge) : sum / factor[k * d + k];
            }
        }
        return factor;
    }
}
