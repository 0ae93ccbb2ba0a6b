package org.energymatching.density;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Sampler;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Samples missing values given the observed ones from exp(-V/ε): sampling-importance-resampling from a mixture of Gaussians near
 * that density, then chains in which the observed values are held.
 *
 * <pre>
 * x_k ~ q(x_m | x_o), k = 1 … K;   draw from them with w_k ∝ exp(-V(x_k)/ε) / q(x_k);   then chains of {@link Target#conditionedOn}
 * </pre>
 *
 * <p>D. Rubin, "Using the SIR algorithm to simulate posterior distributions" (1988).
 *
 * @param potential V
 * @param base q, such as that of a residual potential
 * @param epsilon ε
 * @param chains the sampler of the chains; null for none
 * @param candidates K
 * @param draws how many for each row
 */
public record ConditionalSampler(
        Potential potential,
        GaussianMixture base,
        double epsilon,
        @Nullable Sampler chains,
        int candidates,
        int draws) {

    /** Checks the numbers. */
    public ConditionalSampler {
        if (!(epsilon > 0) || draws < 1 || candidates < draws) {
            throw new UsageException(
                    draws + " draws of " + candidates + " candidates were asked for, at ε = " + epsilon + ".",
                    "There is one draw or more, at least as many candidates, and a temperature above zero.",
                    "Choose for example 20 draws of 64.");
        }
    }

    /**
     * Rows drawn for each incomplete row.
     *
     * @param rows (n·draws, d): all draws of row 0, then those of row 1, …
     * @param effective of each row, the effective number of candidates 1/Σ w_k²: 1 where a single one has all weight
     */
    public record Draws(Samples rows, double[] effective) {}

    /**
     * Samples the missing values of rows.
     *
     * @param observed (n, d), NaN where a value is missing, in each row at least once
     * @param onBlock called after each block of chains
     */
    public Draws sample(Samples observed, long seed, Runnable onBlock) {
        Rng rng = Rng.of(seed).stream("missing values");
        int count = Math.multiplyExact(observed.rows(), draws);
        int wide = Math.multiplyExact(draws, observed.width());
        float[] starts = new float[Math.multiplyExact(count, observed.width())];
        double[] effective = Workers.common()
                .map(observed.rows(), i -> resample(observed.slice(i, i + 1).values(), rng.at(i), starts, i * wide))
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        Samples drawn = new Samples(starts, Shape.of(count, observed.width()));
        if (chains != null) {
            Samples moved = chains.trajectory(
                            Target.of(potential).conditionedOn(observed, draws),
                            new Starts(drawn),
                            drawn.rows(),
                            seed,
                            onBlock,
                            chains.grid().end())
                    .last();
            drawn = held(moved, observed, draws);
        }
        return new Draws(drawn, effective);
    }

    /** Writes the draws of a row in a random order, and returns the effective number of candidates. */
    private double resample(float[] row, Rng rng, float[] out, int offset) {
        Samples all = base.given(row).sample(candidates, rng.stream("candidates"));
        ImportanceWeights weights = ImportanceWeights.of(potential, base, epsilon, all);
        Rng resampling = rng.stream("resampling");
        int[] order = shuffled(resampling.stream("order"));
        int[] chosen = weights.systematic(draws, resampling.nextDouble());
        for (int i = 0; i < draws; i++) {
            System.arraycopy(all.values(), chosen[i] * row.length, out, offset + order[i] * row.length, row.length);
        }
        return weights.effective();
    }

    private int[] shuffled(RandomGenerator random) {
        int[] order = IntStream.range(0, draws).toArray();
        for (int i = draws - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /**
     * Chains with the observed values put back.
     *
     * @param moved all chains of row 0, then those of row 1, …
     * @param observed NaN where a value is missing
     * @param each how many chains a row has
     */
    public static Samples held(Samples moved, Samples observed, int each) {
        float[] values = moved.values().clone();
        int d = observed.width();
        for (int i = 0; i < values.length; i++) {
            float y = observed.values()[i / d / each * d + i % d];
            values[i] = Float.isNaN(y) ? values[i] : y;
        }
        return new Samples(values, moved.shape());
    }

    /** Chain i starts at row i. */
    private record Starts(Samples rows) implements Distribution {

        @Override
        public Shape shape() {
            return Shape.of(rows.width());
        }

        @Override
        public void draw(RandomGenerator rng, float[] out, int offset) {
            System.arraycopy(rows.values(), rng.nextInt(rows.rows()) * rows.width(), out, offset, rows.width());
        }

        @Override
        public Samples sample(long first, int n, Rng rng) {
            return rows.filled(Math.toIntExact(first), n);
        }
    }
}
