package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.tensor.Tensor;

/**
 * Σ w_i V(x_i) + constant: what losses on energies come down to once their weights are known.
 *
 * @param name in reports
 * @param points x_i
 * @param weights w_i
 * @param constant what makes the value that of the loss; its gradient needs none
 */
record WeightedEnergies(String name, Samples points, double[] weights, double constant) implements Term {

    @Override
    public int rows() {
        return weights.length;
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        return potential
                .energy(DriftFit.tensor(points.slice(from, to)))
                .reshape(-1) // (B, 1) from a linear layer would spread to (B, B)
                .times(Tensor.of(Arrays.copyOfRange(weights, from, to)))
                .sum()
                .plus(constant * (to - from) / weights.length);
    }
}
