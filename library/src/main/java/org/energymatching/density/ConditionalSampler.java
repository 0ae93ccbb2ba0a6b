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
            drawn = held(moved, observed);
        }
        return new Draws(drawn, effective);
    }

    /** Writes the draws of a row, and returns the effective number of candidates. */
    private double resample(float[] row, Rng rng, float[] out, int offset) {
        ConditionalMixture conditional = base.given(row);
        Samples all = conditional.sample(candidates, rng.stream("candidates"));
        double[] energies = potential.energies(all);
        double[] logs = base.logDensities(all);
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < candidates; k++) {
            logs[k] = -energies[k] / epsilon - logs[k];
            highest = Math.max(highest, logs[k]);
        }
        double sum = 0;
        for (int k = 0; k < candidates; k++) {
            logs[k] = Math.exp(logs[k] - highest);
            sum += logs[k];
        }
        systematic(all, logs, sum, rng.stream("resampling"), out, offset);
        double squares = 0;
        for (double weight : logs) {
            squares += weight / sum * (weight / sum);
        }
        return 1 / squares;
    }

    /** Systematic resampling: the draws at u, u + 1, … of the cumulated weights, scaled to their number, in a random order. */
    private void systematic(Samples all, double[] weights, double sum, Rng rng, float[] out, int offset) {
        int d = all.width();
        int[] order = shuffled(rng.stream("order"));
        double u = rng.nextDouble();
        double cumulated = 0;
        int k = -1;
        for (int i = 0; i < draws; i++) {
            while (k < candidates - 1 && cumulated <= (u + i) * sum / draws) {
                cumulated += weights[++k];
            }
            System.arraycopy(all.values(), k * d, out, offset + order[i] * d, d);
        }
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

    private Samples held(Samples moved, Samples observed) {
        float[] values = moved.values().clone();
        int d = observed.width();
        for (int i = 0; i < values.length; i++) {
            float y = observed.values()[i / d / draws * d + i % d];
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
