package org.energymatching.sampling;

import java.util.List;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Nesterov's accelerated gradient descent, independent of the temperature, until the gradient of a row is small.
 *
 * <pre>
 * y = x_k + μ (x_k - x_(k-1))
 * x_(k+1) = y - η ∇U(y), and a row with ‖∇U(y)‖/√d &lt; g stays at y
 * </pre>
 *
 * <p>η is the step size, so that k steps take the time k η. It samples the potentials of {@link
 * org.energymatching.objective.EquilibriumMatching}, whose minima are the data; a row stops when it is near one (adaptive
 * compute, Wang and Du, arXiv 2510.02300). Stable for η &lt; 2/L, L the largest curvature. A smaller g is not always better:
 * check the residual.
 *
 * @param momentum μ in [0, 1): 0 for plain descent, 0.3 in the paper
 * @param restingGradient g, zero or more; 0 for rows that never stop
 */
public record GradientDescent(double momentum, double restingGradient) implements Kernel {

    /** Checks the numbers. */
    public GradientDescent {
        if (!(momentum >= 0 && momentum < 1) || !(restingGradient >= 0)) {
            throw new UsageException(
                    "Descent with a momentum of " + momentum + " to gradients of " + restingGradient
                            + " was asked for.",
                    "The momentum lies in [0, 1), and the gradient is zero or more.",
                    "The paper takes a momentum of 0.3, and a gradient of 0.04 times the scale of its target.");
        }
    }

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        Tensor displacement = state.carried();
        Tensor y = displacement == null ? state.x() : state.x().plusScaled(displacement, momentum);
        Tensor drift = target.drift(y, epsilon);
        @Nullable Tensor moving = null;
        if (restingGradient > 0) {
            double squared =
                    restingGradient * restingGradient * drift.shape().row().length();
            moving = drift.square()
                    .sumPerRow()
                    .moreThan(Math.nextDown((float) squared))
                    .indicator();
            drift = drift.timesRows(moving);
        }
        Tensor x = y.plusScaled(drift, dt);
        ChainState there = state.at(x);
        if (momentum > 0) {
            Tensor moved = x.minus(state.x());
            there = there.carrying(moving == null ? moved : moved.timesRows(moving));
        }
        return new Transition(there, new StepInfo(null, null, List.of(), false, moving));
    }
}
