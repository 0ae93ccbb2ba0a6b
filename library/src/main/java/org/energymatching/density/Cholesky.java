package org.energymatching.density;

import org.energymatching.tensor.DoubleMatrix;

/**
 * The lower triangle L of a covariance Σ = L·Lᵀ, and what it is good for: draws, lengths, volumes.
 *
 * @param width d
 * @param factor L, row-major, of length d²; zero above the diagonal, which is positive
 */
record Cholesky(int width, double[] factor) {

    /** Added to the variances, relative to their mean, so that columns that determine one another have a factor. */
    private static final double RIDGE = 1e-9;

    /** The factor of a symmetric matrix without negative eigenvalues, of which only the lower triangle is read. */
    static Cholesky of(double[] covariance, int d) {
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
        return new Cholesky(d, factor);
    }

    /** ½ log det Σ = Σ log L_jj. */
    double logVolume() {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            sum += Math.log(factor[j * width + j]);
        }
        return sum;
    }

    /** L⁻¹, a lower triangle too. */
    DoubleMatrix inverse() {
        double[] inverse = new double[width * width];
        for (int column = 0; column < width; column++) {
            for (int j = column; j < width; j++) {
                double sum = j == column ? 1 : 0;
                for (int k = column; k < j; k++) {
                    sum -= factor[j * width + k] * inverse[k * width + column];
                }
                inverse[j * width + column] = sum / factor[j * width + j];
            }
        }
        return new DoubleMatrix(width, width, inverse);
    }
}
