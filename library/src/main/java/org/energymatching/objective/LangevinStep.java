package org.energymatching.objective;

import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/** One step of chains whose slopes are known: x - Δt ∇V(x) + √(2 ε Δt) z, each row at its own ε. */
final class LangevinStep {

    private LangevinStep() {}

    /**
     * Where the rows are after the step; a row without temperature draws no noise.
     *
     * @param slopes ∇V at the rows
     * @param epsilon ε of a row
     * @param noise the generator that a row draws z from
     */
    static Samples from(Samples here, float[] slopes, double dt, IntToDoubleFunction epsilon, IntFunction<Rng> noise) {
        float[] next = here.values().clone();
        int width = here.width();
        for (int row = 0; row < here.rows(); row++) {
            double spread = Math.sqrt(2 * dt * epsilon.applyAsDouble(row));
            Rng own = noise.apply(row);
            for (int i = row * width; i < (row + 1) * width; i++) {
                next[i] += (float) (-dt * slopes[i] + (spread > 0 ? spread * own.nextGaussian() : 0));
            }
        }
        return new Samples(next, here.shape());
    }
}
