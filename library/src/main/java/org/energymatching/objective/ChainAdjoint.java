package org.energymatching.objective;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The discrete adjoint of a chain: the derivative of a function of its last state with respect to each of its states.
 *
 * <pre>a_k = a_(k+1) - Δt H(x_k) a_(k+1),   H a ≈ (∇V(x + s a) - ∇V(x)) / s,   s = 0.01 / ‖a‖</pre>
 *
 * <p>The product with the Hessian H is a finite difference: one evaluation, without a graph. Near a ridge of V small
 * differences between chains grow, so ‖a‖ is limited to forty times its largest initial value.
 */
final class ChainAdjoint {

    private static final double FINITE_DIFFERENCE_STEP = 0.01;
    private static final double MAX_GROWTH = 40;
    private static final double TINY = 1e-30;

    private ChainAdjoint() {}

    /**
     * a_1 to a_K, each (B, …).
     *
     * @param states x_0 to x_K
     * @param drifts -∇V at all of them but the last
     * @param last a_K
     */
    static List<Tensor> of(Potential potential, List<Tensor> states, List<Tensor> drifts, TimeGrid grid, Tensor last) {
        Tensor limit = lengths(last).max().times(MAX_GROWTH);
        List<Tensor> adjoints = new ArrayList<>(List.of(last));
        for (int k = states.size() - 2; k > 0; k--) {
            Tensor x = states.get(k);
            Tensor drift = drifts.get(k);
            double dt = grid.length(k);
            Tensor a = adjoints.get(adjoints.size() - 1);
            adjoints.add(Scope.around(() -> before(potential, x, drift, dt, a, limit)));
        }
        Collections.reverse(adjoints);
        return adjoints;
    }

    private static Tensor before(Potential potential, Tensor x, Tensor drift, double dt, Tensor a, Tensor limit) {
        Tensor perStep = lengths(a).atLeast(TINY).times(1 / FINITE_DIFFERENCE_STEP);
        Tensor ahead = RowBlocks.drifts(potential, x.plus(a.timesRows(perStep.reciprocal())));
        Tensor before = a.plus(ahead.minus(drift).timesRows(perStep).times(dt));
        return before.timesRows(limit.dividedBy(lengths(before).atLeast(TINY)).clamp(0, 1));
    }

    /** ‖a‖ of each row. */
    private static Tensor lengths(Tensor a) {
        return a.square().sumPerRow().sqrt();
    }
}
