package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.Target;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * The unadjusted Langevin step x ← x - Δt ∇U(x) + √(2 ε Δt) z, z ~ N(0, I) (paper, algorithms 2 and 3).
 *
 * <p>One gradient a step; its equilibrium is off by O(Δt).
 */
public record EulerMaruyama() implements Kernel {

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        Tensor moved = state.x().plusScaled(target.drift(state.x(), epsilon), dt);
        return Transition.to(state.at(diffuse(moved, state, epsilon, dt, rng)));
    }

    /** Adds √(2 ε Δt) z, row by row; nothing where all rows are at ε = 0. */
    static Tensor diffuse(Tensor x, ChainState state, double[] epsilon, double dt, Rng rng) {
        double[] scales = Arrays.stream(epsilon).map(e -> Math.sqrt(2 * e * dt)).toArray();
        return Arrays.stream(scales).allMatch(scale -> scale == 0) ? x : x.plus(state.noise(rng, scales));
    }
}
