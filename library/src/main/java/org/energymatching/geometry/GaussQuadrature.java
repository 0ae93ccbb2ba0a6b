package org.energymatching.geometry;

/**
 * Where the eigenvalues of a symmetric matrix H lie, as a direction z of length 1 sees them: masses on intervals around the
 * nodes of a quadrature, zᵀ f(H) z ≈ Σ w_k f(θ_k).
 *
 * <p>Within the residual of each node there is an eigenvalue. Where that is small, the node is an eigenvalue and its mass
 * stays there; else the node represents many, and its mass is spread as far as the residual, but no farther than half way to
 * the next node. So a count does not jump when a node crosses the threshold.
 *
 * @param low where each interval begins, ascending
 * @param high where it ends
 * @param masses w, which add up to 1
 */
record GaussQuadrature(double[] low, double[] high, double[] masses) {

    /** From nodes in ascending order, how far from an eigenvalue each may be, and their masses. */
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
