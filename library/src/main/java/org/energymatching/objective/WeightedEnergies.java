package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.RowEnergies;
import org.energymatching.tensor.Tensor;

/**
 * Σ w_i V(x_i) + constant: what losses on energies come down to once their weights are known.
 *
 * @param name in reports
 * @param points x_i, (B, …)
 * @param weights w_i, (B)
 * @param constant what makes the value that of the loss, one element; its gradient needs none
 */
record WeightedEnergies(String name, Tensor points, Tensor weights, Tensor constant) implements Term {

    @Override
    public int rows() {
        return Math.toIntExact(points.shape().at(0));
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        Tensor x = points.rows(from, to);
        return RowEnergies.of(potential.energy(x), x, RowEnergies.POTENTIAL)
                .times(weights.rows(from, to))
                .sum()
                .plus(constant.times((to - from) / (double) rows()).sum());
    }
}
