package org.energymatching.interpolant;

import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/** A random point on a path between each pair of source and data (paper, algorithm 1). */
@FunctionalInterface
public interface Interpolant extends SelfDescribing {

    /**
     * One point per pair, at a time drawn uniformly.
     *
     * @param source x₀, (B, …)
     * @param data x₁, (B, …): row i of both is a pair
     */
    PathSample sample(Tensor source, Tensor data, Rng rng);

    /**
     * Straight lines: x_t = (1 - t) x₀ + t x₁ + σ z with t ~ U(0, 1), z ~ N(0, I); the velocity is x₁ - x₀.
     *
     * @param sigma σ ≥ 0: the deviation from the line at which the gradient is fitted
     */
    static Interpolant straight(double sigma) {
        return new Straight(sigma);
    }
}
