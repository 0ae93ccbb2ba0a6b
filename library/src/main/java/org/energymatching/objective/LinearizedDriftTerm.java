package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.tensor.Tensor;

/**
 * A loss on chains, as it depends on the potential that made them: its value, and Σ -∇V(x_i) · d_i to first order.
 *
 * @param name in reports
 * @param positions x_i
 * @param directions d_i, the derivative of the loss with respect to the drift at x_i
 * @param value of the loss
 */
record LinearizedDriftTerm(String name, Samples positions, Samples directions, double value) implements Term {

    @Override
    public int rows() {
        return positions.rows();
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        Tensor drift = potential.trainableDrift(WeightedDriftError.tensor(positions.slice(from, to)));
        return drift.minus(drift.detach())
                .times(WeightedDriftError.tensor(directions.slice(from, to)))
                .sum()
                .plus(value * (to - from) / rows());
    }
}
