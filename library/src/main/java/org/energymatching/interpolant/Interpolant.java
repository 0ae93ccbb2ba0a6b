package org.energymatching.interpolant;

import org.energymatching.coupling.Pairs;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;

/** A random point on a path between each pair of source and data (paper, algorithm 1). */
@FunctionalInterface
public interface Interpolant extends SelfDescribing {

    /** One point per pair, at a time drawn uniformly. */
    PathSample sample(Pairs pairs, Rng rng);

    /**
     * Straight lines: x_t = (1 - t) x₀ + t x₁ + σ z with t ~ U(0, 1), z ~ N(0, I); the velocity is x₁ - x₀.
     *
     * @param sigma σ ≥ 0: how far around the line the slope is fitted
     */
    static Interpolant straight(double sigma) {
        return new Straight(sigma);
    }
}
