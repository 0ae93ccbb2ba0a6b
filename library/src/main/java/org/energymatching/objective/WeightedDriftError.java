package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;

/**
 * Σ w_i ‖-∇V(x_i) - v_i‖²: the weighted squared error of the drift to a field.
 *
 * @param name in reports
 * @param positions x_i, (B, …)
 * @param field v_i, (B, …)
 * @param weights w_i, (B)
 */
record WeightedDriftError(String name, Tensor positions, Tensor field, Tensor weights) implements Term {

    @Override
    public int rows() {
        return Math.toIntExact(positions.shape().at(0));
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        return potential
                .trainableDrift(positions.rows(from, to))
                .minus(field.rows(from, to))
                .square()
                .sumPerRow()
                .times(weights.rows(from, to))
                .sum();
    }
}
