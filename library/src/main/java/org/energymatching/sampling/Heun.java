package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * The stochastic Heun step (Stratonovich): a trial step, then the mean of the drifts at both ends, with the same noise.
 *
 * <pre>
 * x̃ = x - Δt ∇U(x) + √(2 ε Δt) z
 * x ← x - ½ Δt (∇U(x) + ∇U(x̃)) + √(2 ε Δt) z
 * </pre>
 *
 * <p>Two gradients a step; second order along the flow (paper, appendix on sampling). At ε = 0 it is Heun's method.
 */
public record Heun() implements Kernel {

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        Tensor here = target.drift(state.x(), epsilon);
        Tensor diffused = EulerMaruyama.diffuse(state.x(), epsilon, dt, () -> state.noise(rng));
        Tensor there = target.drift(diffused.plusScaled(here, dt), epsilon);
        return Transition.to(state.at(diffused.plusScaled(here.plus(there), 0.5 * dt)));
    }
}
