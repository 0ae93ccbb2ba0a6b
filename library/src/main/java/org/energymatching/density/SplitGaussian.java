package org.energymatching.density;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A Gaussian whose columns are split into known and missing ones, by the Cholesky factor of its covariance with the known columns o
 * before the missing ones m.
 *
 * <pre>
 * Σ = [A 0; B C] [A 0; B C]ᵀ,   z = A⁻¹ (x_o - μ_o)
 * log p(x_o) = -½ |z|² - Σ log A_jj - ½ |o| log 2π,   x_m | x_o ~ N(μ_m + B z, C·Cᵀ)
 * </pre>
 */
final class SplitGaussian {

    private final double[] mean;
    private final int[] order;
    private final int known;
    private final double[] factor;
    private final double logHighest;

    /**
     * Factors the covariance.
     *
     * @param mean μ
     * @param covariance Σ, row-major
     * @param order all columns, the known ones first
     * @param known how many of them are known
     */
    SplitGaussian(double[] mean, double[] covariance, int[] order, int known) {
        this.mean = mean;
        this.order = order;
        this.known = known;
        factor = cholesky(covariance, order);
        double log = -0.5 * known * Math.log(2 * Math.PI);
        for (int j = 0; j < known; j++) {
            log -= Math.log(factor[j * mean.length + j]);
        }
        logHighest = log;
    }

    /** Of d columns all known ones in ascending order, then all missing ones. */
    static int[] order(int d, BitSet missing) {
        return IntStream.concat(IntStream.range(0, d).filter(j -> !missing.get(j)), missing.stream())
                .toArray();
    }

    private static double[] cholesky(double[] covariance, int[] order) {
        int d = order.length;
        double[] factor = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = covariance[order[i] * d + order[j]];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i * d + k] * factor[j * d + k];
                }
                factor[i * d + j] = i == j ? Math.sqrt(sum) : sum / factor[j * d + j];
            }
        }
        return factor;
    }

    /**
     * Writes E[x_m - μ_m | x_o] into the missing places of a row, and returns log p(x_o).
     *
     * @param centred x - μ in the places of the known columns
     * @param offset of the row in it
     */
    double complete(double[] centred, int offset) {
        int d = order.length;
        double[] white = new double[known];
        double square = 0;
        for (int i = 0; i < d; i++) {
            double sum = 0;
            for (int k = 0; k < Math.min(i, known); k++) {
                sum += factor[i * d + k] * white[k];
            }
            if (i < known) {
                white[i] = (centred[offset + order[i]] - sum) / factor[i * d + i];
                square += white[i] * white[i];
            } else {
                centred[offset + order[i]] = sum;
            }
        }
        return logHighest - 0.5 * square;
    }

    /** Adds a multiple of C·Cᵀ to the missing places of a symmetric matrix (d, d). */
    void addCovariance(double times, double[] matrix) {
        int d = order.length;
        for (int i = known; i < d; i++) {
            for (int j = known; j <= i; j++) {
                double sum = 0;
                for (int k = known; k <= j; k++) {
                    sum += factor[i * d + k] * factor[j * d + k];
                }
                matrix[order[i] * d + order[j]] += times * sum;
                matrix[order[j] * d + order[i]] += i == j ? 0 : times * sum;
            }
        }
    }

    /** The distribution of the known columns, in their order here. */
    Gaussian marginal() {
        return part(0, known, new double[order.length]);
    }

    /** The distribution of the missing columns, in their order here, from a row that {@link #complete} has completed. */
    Gaussian conditional(double[] centred) {
        return part(known, order.length, centred);
    }

    private Gaussian part(int from, int to, double[] shift) {
        int d = order.length;
        int size = to - from;
        double[] means = new double[size];
        double[] lower = new double[size * size];
        for (int i = 0; i < size; i++) {
            means[i] = mean[order[from + i]] + shift[order[from + i]];
            System.arraycopy(factor, (from + i) * d + from, lower, i * size, i + 1);
        }
        return new Gaussian(means, lower);
    }
}
