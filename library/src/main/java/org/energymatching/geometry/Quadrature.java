package org.energymatching.geometry;

import org.energymatching.tensor.DoubleMatrix;
import org.energymatching.tensor.SymmetricEigen;

/**
 * The Gauss quadrature of a symmetric matrix H and a direction z of length 1, zᵀ f(H) z ≈ Σ w_k f(θ_k), exact for
 * polynomials f of degree 2K - 1 (Golub, Welsch 1969).
 *
 * @param nodes θ, the eigenvalues of the tridiagonal matrix of Lanczos' method, ascending
 * @param weights w, the squares of the first numbers of its eigenvectors; they add up to 1
 */
record Quadrature(double[] nodes, double[] weights) {

    /** From the diagonal and what stands beside it, one number less. */
    static Quadrature of(double[] diagonal, double[] beside, int size) {
        double[] matrix = new double[size * size];
        for (int k = 0; k < size; k++) {
            matrix[k * size + k] = diagonal[k];
            if (k > 0) {
                matrix[k * size + k - 1] = beside[k - 1];
                matrix[(k - 1) * size + k] = beside[k - 1];
            }
        }
        SymmetricEigen eigen = new DoubleMatrix(size, size, matrix).eigen();
        double[] weights = new double[size];
        for (int k = 0; k < size; k++) {
            double first = eigen.vectors().at(0, k);
            weights[k] = first * first;
        }
        return new Quadrature(eigen.values(), weights);
    }
}
