package org.energymatching.objective;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * w Σ_i (‖∇V(x_i)‖² - 2ε Σ_k v_ikᵀ ∇²V(x_i) v_ik): the implicit score matching error, which needs samples of the data only.
 *
 * @param name in reports
 * @param positions x_i, (B, …)
 * @param directions v_k, each (B, …)
 * @param epsilon ε
 * @param weight w
 */
record ImplicitScoreTerm(String name, Tensor positions, List<Tensor> directions, double epsilon, double weight)
        implements Term {

    @Override
    public int rows() {
        return Math.toIntExact(positions.shape().at(0));
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        Tensor x = Autodiff.leaf(positions.rows(from, to));
        Tensor drift = potential.trainableDrift(x);
        Tensor sum = drift.square().sum();
        for (Tensor direction : directions) {
            Tensor v = direction.rows(from, to);
            sum = sum.plusScaled(
                    Autodiff.differentiablePullback(drift, x, v).times(v).sum(), 2 * epsilon);
        }
        return sum.times(weight);
    }
}
