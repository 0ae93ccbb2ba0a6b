package org.energymatching.sampling;

import java.util.Arrays;
import java.util.function.Supplier;
import org.energymatching.Target;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * The unadjusted Langevin step x ← x - Δt ∇U(x) + √(2 ε Δt) z, z ~ N(0, I) (paper, algorithms 2 and 3).
 *
 * <p>One gradient a step; its equilibrium has an error of O(Δt).
 */
public record EulerMaruyama() implements Kernel {

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        Tensor drift = target.drift(state.x(), epsilon);
        return Transition.to(state.at(step(state.x(), drift, epsilon, dt, () -> state.noise(rng))));
    }

    /**
     * The step of chains with a known drift.
     *
     * @param x the positions, (B, …)
     * @param drift -∇U at x, (B, …)
     * @param epsilon ε of each row
     * @param dt Δt
     * @param noise z, (B, …); not called where all rows have ε = 0
     */
    public static Tensor step(Tensor x, Tensor drift, double[] epsilon, double dt, Supplier<Tensor> noise) {
        return diffuse(x.plusScaled(drift, dt), epsilon, dt, noise);
    }

    /**
     * The same step with temperatures as a tensor.
     *
     * @param epsilon ε of each row, (B)
     * @param noise z, (B, …)
     */
    public static Tensor step(Tensor x, Tensor drift, Tensor epsilon, double dt, Tensor noise) {
        return x.plusScaled(drift, dt)
                .plus(noise.timesRows(epsilon.times(2 * dt).sqrt()));
    }

    /** Adds √(2 ε Δt) z, row by row. */
    static Tensor diffuse(Tensor x, double[] epsilon, double dt, Supplier<Tensor> noise) {
        double[] scales = Arrays.stream(epsilon).map(e -> Math.sqrt(2 * e * dt)).toArray();
        return Arrays.stream(scales).allMatch(scale -> scale == 0)
                ? x
                : x.plus(noise.get().timesRows(scales));
    }
}
