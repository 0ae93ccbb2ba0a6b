package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.tensor.Tensor;

/**
 * Σ w_i ‖-∇V(x_i) - v_i‖²: a weighted fit of the drift to a field.
 *
 * @param name in reports
 * @param positions x_i
 * @param field v_i
 * @param weights w_i
 */
record WeightedDriftError(String name, Samples positions, Samples field, double[] weights) implements Term {

    @Override
    public int rows() {
        return positions.rows();
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        Tensor wanted = tensor(field.slice(from, to));
        return potential
                .trainableDrift(tensor(positions.slice(from, to)))
                .minus(wanted)
                .square()
                .sumPerRow()
                .times(Tensor.of(Arrays.copyOfRange(weights, from, to)))
                .sum();
    }

    /** Points as the engine has them. */
    static Tensor tensor(Samples samples) {
        return Tensor.of(samples.values(), samples.shape());
    }
}
