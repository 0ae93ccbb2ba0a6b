package org.energymatching.inverse;

/** The factor L of a positive matrix L·Lᵀ, row-major. */
record Cholesky(double[] factor, int width) {

    static Cholesky of(double[] matrix, int width) {
        double[] factor = new double[width * width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * width + j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i * width + k] * factor[j * width + k];
                }
                factor[i * width + j] = i == j ? Math.sqrt(sum) : sum / factor[j * width + j];
            }
        }
        return new Cholesky(factor, width);
    }

    /** The solution of L·Lᵀ x = b. */
    double[] solve(double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < width; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= factor[i * width + k] * x[k];
            }
            x[i] /= factor[i * width + i];
        }
        for (int i = width - 1; i >= 0; i--) {
            for (int k = i + 1; k < width; k++) {
                x[i] -= factor[k * width + i] * x[k];
            }
            x[i] /= factor[i * width + i];
        }
        return x;
    }

    /** Lᵀx: where L·Lᵀ is the inverse of a covariance, this has the covariance 1. */
    double[] whiten(double[] x) {
        double[] white = new double[width];
        for (int i = 0; i < width; i++) {
            for (int k = i; k < width; k++) {
                white[i] += factor[k * width + i] * x[k];
            }
        }
        return white;
    }
}
