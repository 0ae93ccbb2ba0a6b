package org.energymatching.tensor.engine;

/**
 * The eigendecomposition of a symmetric matrix: A = V diag(λ) Vᵀ with orthonormal V.
 *
 * @param values λ, in ascending order
 * @param vectors V: the eigenvector of the i-th value is the i-th column
 */
public record SymmetricEigen(double[] values, DoubleMatrix vectors) {

    /** A^½ = V diag(√λ) Vᵀ of a matrix without negative eigenvalues; those that are negative by rounding count as zero. */
    public DoubleMatrix squareRoot() {
        int n = values.length;
        double[] scaled = vectors.values().clone();
        for (int at = 0; at < scaled.length; at++) {
            scaled[at] *= Math.sqrt(Math.max(0, values[at % n]));
        }
        return new DoubleMatrix(n, n, scaled).timesTransposed(vectors);
    }
}
