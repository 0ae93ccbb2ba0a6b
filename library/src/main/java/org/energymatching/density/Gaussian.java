package org.energymatching.density;

import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The normal distribution N(μ, Σ) with full covariance: the simplest baseline for a table.
 *
 * <pre>log p(x) = -½ |L⁻¹(x - μ)|² - Σ log L_jj - ½ d log 2π</pre>
 *
 * @param mean μ
 * @param factor the lower triangle L of Σ = L·Lᵀ (Cholesky), row-major
 */
public record Gaussian(double[] mean, double[] factor) implements Density {

    private static final int BLOCK_ROWS = 1024;

    /** Added to the variances, relative to their mean, so that linearly dependent columns have a Cholesky factor. */
    private static final double RIDGE = 1e-9;

    public Gaussian {
        if (mean.length == 0 || (long) mean.length * mean.length != factor.length) {
            throw new UsageException(
                    "A mean of " + mean.length + " numbers came with a factor of " + factor.length + ".",
                    "For d columns the mean has d numbers and the factor d², and d is at least 1.",
                    "Pass the mean and the lower triangle of the same columns.");
        }
    }

    /** The maximum-likelihood fit: mean and covariance of the rows. */
    public static Gaussian fit(Samples rows) {
        if (rows.rows() < 2) {
            throw new DataException(
                    "A Gaussian was to be fitted to " + rows + ".",
                    "A covariance takes two rows or more.",
                    "Provide more rows.");
        }
        ScatterMatrix scatter = ScatterMatrix.of(rows);
        return of(scatter.mean(), scatter.dividedBy(rows.rows()));
    }

    /** The distribution with this mean and this covariance, row-major, of which only the lower triangle is read. */
    public static Gaussian of(double[] mean, double[] covariance) {
        int d = mean.length;
        double[] ridged = covariance.clone();
        double trace = 0;
        for (int j = 0; j < d; j++) {
            trace += covariance[j * d + j];
        }
        for (int j = 0; j < d; j++) {
            ridged[j * d + j] += Math.max(RIDGE * trace / d, Double.MIN_NORMAL);
        }
        return new Gaussian(mean, new DoubleMatrix(d, d, ridged).cholesky().values());
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

    @Override
    public double[] logDensities(Samples x) {
        requireWidthOf(x);
        DoubleMatrix inverse = whitening();
        int blocks = (x.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS;
        List<double[]> parts = Workers.common().map(blocks, block -> {
            DoubleMatrix centred = centred(x, block * BLOCK_ROWS, Math.min(x.rows(), (block + 1) * BLOCK_ROWS));
            return logDensities(centred, inverse);
        });
        double[] all = new double[x.rows()];
        for (int block = 0; block < blocks; block++) {
            System.arraycopy(parts.get(block), 0, all, block * BLOCK_ROWS, parts.get(block).length);
        }
        return all;
    }

    /** The distribution of x + σz, z standard normal, with covariance Σ + σ² I. */
    Gaussian smoothed(double sigma) {
        double[] covariance = covariance();
        for (int j = 0; j < mean.length; j++) {
            covariance[j * mean.length + j] += sigma * sigma;
        }
        return of(mean, covariance);
    }

    /** Σ = L·Lᵀ, row-major. */
    double[] covariance() {
        DoubleMatrix lower = lower();
        return lower.timesTransposed(lower).values();
    }

    /** log p(μ) = -Σ log L_jj - ½ d log 2π. */
    double logHighest() {
        return -logAbsDeterminant() - 0.5 * mean.length * Math.log(2 * Math.PI);
    }

    /** log |det L| = ½ log det Σ = Σ log L_jj. */
    double logAbsDeterminant() {
        double sum = 0;
        for (int j = 0; j < mean.length; j++) {
            sum += Math.log(factor[j * mean.length + j]);
        }
        return sum;
    }

    /** L⁻¹, which makes x - μ standard normal. */
    DoubleMatrix whitening() {
        return lower().triangularInverse();
    }

    private DoubleMatrix lower() {
        return new DoubleMatrix(mean.length, mean.length, factor);
    }

    /** x - μ for the rows from {@code from} to {@code to}. */
    DoubleMatrix centred(Samples x, int from, int to) {
        DoubleMatrix rows = DoubleMatrix.ofRows(x.values(), mean.length, from, to);
        double[] values = rows.values();
        for (int at = 0; at < values.length; at++) {
            values[at] -= mean[at % mean.length];
        }
        return rows;
    }

    /** log p of centred rows x - μ, given L⁻¹. */
    double[] logDensities(DoubleMatrix centred, DoubleMatrix inverse) {
        int d = mean.length;
        double[] white = centred.timesTransposed(inverse).values();
        double highest = logHighest();
        double[] logs = new double[centred.rows()];
        for (int i = 0; i < logs.length; i++) {
            double square = 0;
            for (int j = i * d; j < (i + 1) * d; j++) {
                square += white[j] * white[j];
            }
            logs[i] = highest - 0.5 * square;
        }
        return logs;
    }
}
