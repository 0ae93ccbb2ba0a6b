package org.energymatching.density;

import org.energymatching.Potential;
import org.energymatching.Samples;

/**
 * The importance weights of draws of q for the density exp(-V/ε), w_k = exp(-V(x_k)/ε) / q(x_k), up to a factor.
 *
 * @param values w_k, of which the largest is 1
 * @param sum Σ w_k
 */
record ImportanceWeights(double[] values, double sum) {

    static ImportanceWeights of(Potential potential, GaussianMixture base, double epsilon, Samples draws) {
        double[] energies = potential.energies(draws);
        double[] logs = base.logDensities(draws);
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logs.length; k++) {
            logs[k] = -energies[k] / epsilon - logs[k];
            highest = Math.max(highest, logs[k]);
        }
        double sum = 0;
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Math.exp(logs[k] - highest);
            sum += logs[k];
        }
        return new ImportanceWeights(logs, sum);
    }

    /** 1/Σ (w_k/Σw)²: the effective number of draws. */
    double effective() {
        double squares = 0;
        for (double weight : values) {
            squares += weight / sum * (weight / sum);
        }
        return 1 / squares;
    }

    /**
     * The indices at equal distances in the cumulated weights: n·w_k/Σw times each k, rounded up or down.
     *
     * @param offset of the first, in [0, 1): systematic resampling where it is uniform
     */
    int[] systematic(int n, double offset) {
        int[] chosen = new int[n];
        double cumulated = 0;
        int k = -1;
        for (int i = 0; i < n; i++) {
            while (k < values.length - 1 && cumulated <= (offset + i) * sum / n) {
                cumulated += values[++k];
            }
            chosen[i] = k;
        }
        return chosen;
    }
}
