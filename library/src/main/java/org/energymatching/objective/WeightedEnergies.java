package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.RowEnergies;
import org.energymatching.tensor.Tensor;

/**
 * Σ w_i V(x_i) + constant: the form of losses on energies once their weights are known.
 *
 * @param name in reports
 * @param points x_i, (B, …)
 * @param weights w_i, (B)
 * @param constant makes the value that of the loss, one element; it has no gradient
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
