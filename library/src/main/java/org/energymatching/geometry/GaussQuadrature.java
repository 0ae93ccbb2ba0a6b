package org.energymatching.geometry;

import java.io.Serializable;

/**
 * A Gauss quadrature of the spectral measure of a symmetric matrix H in a direction z of length 1, zᵀ f(H) z ≈ Σ w_k f(θ_k),
 * with masses on intervals around its nodes.
 *
 * <p>Within the residual of each node there is an eigenvalue. Where the residual is small, the node is an eigenvalue and its
 * mass is at the node; else the node represents many eigenvalues, and its mass is spread over the residual, but at most half
 * way to the next node. So a count does not jump when a node crosses the threshold.
 *
 * @param low the lower end of each interval, ascending
 * @param high its upper end
 * @param masses w, with the sum 1
 */
record GaussQuadrature(double[] low, double[] high, double[] masses) implements Serializable {

    /** From nodes in ascending order, their largest distances from an eigenvalue, and their masses. */
    static GaussQuadrature of(double[] nodes, double[] residuals, double[] masses) {
        int size = nodes.length;
        double[] low = new double[size];
        double[] high = new double[size];
        for (int k = 0; k < size; k++) {
            low[k] = k == 0 ? nodes[k] : nodes[k] - Math.min(residuals[k], (nodes[k] - nodes[k - 1]) / 2);
            high[k] = k == size - 1 ? nodes[k] : nodes[k] + Math.min(residuals[k], (nodes[k + 1] - nodes[k]) / 2);
        }
        return new GaussQuadrature(low, high, masses);
    }

    /** The mass of all numbers less than x. */
    double below(double x) {
        double sum = 0;
        for (int k = 0; k < masses.length; k++) {
            if (x > high[k]) {
                sum += masses[k];
            } else if (x > low[k]) {
                sum += masses[k] * (x - low[k]) / (high[k] - low[k]);
            }
        }
        return sum;
    }

    /** The mass of all numbers up to x. */
    double upTo(double x) {
        double sum = below(x);
        for (int k = 0; k < masses.length; k++) {
            sum += low[k] == x && high[k] == x ? masses[k] : 0;
        }
        return sum;
    }
}
