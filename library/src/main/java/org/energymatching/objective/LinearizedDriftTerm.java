package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;

/**
 * A loss on chains, linearised in the drift that made them: its value, and Σ -∇V(x_i) · d_i to first order.
 *
 * @param name in reports
 * @param positions x_i, (B, …)
 * @param directions d_i, the derivative of the loss with respect to the drift at x_i, (B, …)
 * @param value of the loss, one element
 */
record LinearizedDriftTerm(String name, Tensor positions, Tensor directions, Tensor value) implements Term {

    @Override
    public int rows() {
        return Math.toIntExact(positions.shape().at(0));
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        Tensor drift = potential.trainableDrift(positions.rows(from, to));
        return drift.minus(drift.detach())
                .times(directions.rows(from, to))
                .sum()
                .plus(value.times((to - from) / (double) rows()).sum());
    }
}
