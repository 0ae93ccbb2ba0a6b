package org.energymatching.interpolant;

import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/** A random point on a path between each pair of source and data (paper, algorithm 1). */
@FunctionalInterface
public interface Interpolant extends SelfDescribing {

    /**
     * One point per pair, at a random time.
     *
     * @param source x₀, (B, …)
     * @param data x₁, (B, …): row i of source and data is a pair
     */
    PathSample sample(Tensor source, Tensor data, Rng rng);

    /**
     * Straight lines: x_t = (1 - t) x₀ + t x₁ + σ z with t ~ U(0, 1), z ~ N(0, I); the velocity is x₁ - x₀.
     *
     * @param sigma σ ≥ 0: the deviation from the line at which the gradient is fitted
     */
    static Interpolant straight(double sigma) {
        return along(Course.STRAIGHT, TimeDistribution.uniform(), sigma);
    }

    /**
     * Along another interpolant, at times of another distribution: x_t = a(t) x₀ + b(t) x₁ + σ z.
     *
     * @param sigma σ ≥ 0: the deviation from the path at which the gradient is fitted
     */
    static Interpolant along(Course course, TimeDistribution times, double sigma) {
        return new CoursePath(course, times, sigma);
    }
}
