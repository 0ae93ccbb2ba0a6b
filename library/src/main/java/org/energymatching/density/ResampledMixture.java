package org.energymatching.density;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Draws of about exp(-V/ε) by sampling-importance-resampling from a mixture of Gaussians q near that density, also given some
 * values of the row: where chains begin that are at equilibrium from the start.
 *
 * <pre>
 * x_k ~ q, k = 1 … K;   x = x_k with the probability w_k / Σ w,   w_k = exp(-V(x_k)/ε) / q(x_k)
 * </pre>
 *
 * <p>As K grows the density of x tends to exp(-V/ε)/Z; K = 1 is q. (D. Rubin, "Using the SIR algorithm to simulate posterior
 * distributions", 1988.)
 *
 * @param potential V
 * @param base q, such as that of a residual potential
 * @param epsilon ε
 * @param candidates K
 * @param proposals q, or q given the observed values
 */
public record ResampledMixture(
        Potential potential, GaussianMixture base, double epsilon, int candidates, Distribution proposals)
        implements Distribution {

    /** Checks the numbers. */
    public ResampledMixture {
        if (!(epsilon > 0) || candidates < 1) {
            throw new UsageException(
                    "One of " + candidates + " candidates at ε = " + epsilon + " was asked for.",
                    "There is one candidate or more, and a temperature above zero.",
                    "Choose for example 100 candidates.");
        }
    }

    /**
     * Draws of whole rows, or of missing values.
     *
     * @param observed a row with NaN where a value is missing; null where all are drawn
     */
    public static ResampledMixture of(
            Potential potential, GaussianMixture base, double epsilon, int candidates, float @Nullable [] observed) {
        return new ResampledMixture(
                potential, base, epsilon, candidates, observed == null ? base : base.given(observed));
    }

    @Override
    public Shape shape() {
        return base.shape();
    }

    @Override
    public void draw(RandomGenerator random, float[] out, int offset) {
        Rng rng = Rng.of(random.nextLong());
        Samples all = proposals.sample(candidates, rng.stream("candidates"));
        int chosen = candidates == 1
                ? 0
                : ImportanceWeights.of(potential, base, epsilon, all).systematic(1, rng.nextDouble())[0];
        System.arraycopy(all.values(), chosen * all.width(), out, offset, all.width());
    }
}
