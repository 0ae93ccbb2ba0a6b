package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.RowEnergies;
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
        Tensor x = WeightedDriftError.tensor(points.slice(from, to));
        return RowEnergies.of(potential.energy(x), x, RowEnergies.POTENTIAL)
                .times(Tensor.of(Arrays.copyOfRange(weights, from, to)))
                .sum()
                .plus(constant * (to - from) / weights.length);
    }
}
