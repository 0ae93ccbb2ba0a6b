package org.energymatching.density;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;

/**
 * Annealed chains from a known density to the equilibrium of a potential, through a ladder of temperatures.
 *
 * <p>A few pilot chains run first: they find step sizes at which the kernel moves three chains of four, and where the
 * temperatures must be close together. Chain i is the same however many chains run.
 *
 * @param kernel the kernel at each temperature; it must leave exp(-U) exactly invariant, as those with a Metropolis rule do
 * @param temperatures how many after the first one, which is that of the known density
 * @param steps how many a chain makes at each
 * @param chains how many run
 */
public record Annealing(Kernel kernel, int temperatures, int steps, int chains) {

    private static final int BLOCK_ROWS = 64;
    private static final int BLOCK_NUMBERS = 1 << 14;
    private static final int PILOTED = 40;
    private static final int PILOT_STEPS = 10;

    /** At the equilibrium pilot chains make so many steps, and then twice as many, in which they must not move further outwards. */
    private static final int LAST_STEPS = 40;

    private static final double MOVING = 0.75;
    private static final double GAIN = 1.5;
    private static final double LONGEST = 1e8;

    public Annealing {
        if (temperatures < 1 || steps < 1 || chains < 2) {
            throw new UsageException(
                    chains + " chains were to be led through " + temperatures + " temperatures with " + steps
                            + " steps at each.",
                    "There are two chains or more, one temperature or more, and a step at each.",
                    "Choose for example 256 chains, 250 temperatures and 8 steps.");
        }
    }

    /** The number of blocks of chains: what {@code onBlock} counts up to. */
    public int blocks(int width) {
        return (chains + blockRows(width) - 1) / blockRows(width);
    }

    /**
     * Runs chains from the Gaussian to the equilibrium exp(-V/ε).
     *
     * @param base the Gaussian, such as one fitted to the data
     * @param row the shape of one x
     */
    public AnnealedRun run(Potential potential, double epsilon, Gaussian base, Shape row, Rng rng, Runnable onBlock) {
        return run(potential, epsilon, BaseDistribution.of(base), row, rng, onBlock);
    }

    /**
     * Runs chains from a mixture of Gaussians to the equilibrium exp(-V/ε) of rows of numbers.
     *
     * @param base the mixture, such as the one below a {@link org.energymatching.nn.potential.ResidualPotential}
     */
    public AnnealedRun run(Potential potential, double epsilon, GaussianMixture base, Rng rng, Runnable onBlock) {
        return run(potential, epsilon, BaseDistribution.of(base), base.shape(), rng, onBlock);
    }

    AnnealedRun run(Potential potential, double epsilon, BaseDistribution base, Shape row, Rng rng, Runnable onBlock) {
        EquilibriumDensity.unnormalised(potential, epsilon);
        AnnealedPath path = new AnnealedPath(potential, epsilon, base, row, 1);
        Rng starts = rng.stream("start");
        return led(path, (first, rows) -> base.draws(first, rows, starts), false, rng, onBlock);
    }

    /**
     * Runs chains in reverse, from draws of the equilibrium to the Gaussian, for the upper bound of {@link
     * AnnealedImportance#bound}.
     *
     * @param equilibrium a draw of exp(-V/ε) for each chain
     */
    public AnnealedRun reversed(
            Potential potential, double epsilon, Gaussian base, Samples equilibrium, Rng rng, Runnable onBlock) {
        EquilibriumDensity.unnormalised(potential, epsilon);
        if (equilibrium.rows() < chains) {
            throw new UsageException(
                    chains + " chains were to begin at " + equilibrium.rows() + " draws of the equilibrium.",
                    "There is one draw for each chain.",
                    "Provide more draws, or lead fewer chains.");
        }
        BaseDistribution start = BaseDistribution.of(base);
        AnnealedPath path =
                new AnnealedPath(potential, epsilon, start, equilibrium.shape().row(), 1);
        float[] z = start.coordinates(equilibrium);
        int width = equilibrium.width();
        Starts starts = (first, rows) -> {
            float[] part = new float[rows * width];
            for (int i = 0; i < rows; i++) {
                int from = (int) Math.min(first + i, chains - 1);
                System.arraycopy(z, from * width, part, i * width, width);
            }
            return part;
        };
        return led(path, starts, true, rng, onBlock);
    }

    /** The starts of the chains of a block. */
    @FunctionalInterface
    private interface Starts {
        float[] rows(long first, int n);
    }

    private int blockRows(int width) {
        return Math.max(1, Math.min(BLOCK_ROWS, BLOCK_NUMBERS / width));
    }

    private AnnealedRun led(AnnealedPath path, Starts starts, boolean backwards, Rng rng, Runnable onBlock) {
        int width = path.row().length();
        int size = blockRows(width);
        TemperatureLadder ladder = piloted(path, rng.stream("scouts"));
        Rng moves = rng.stream(backwards ? "back" : "forth");
        List<AnnealedRun> parts = Workers.common().divided(blocks(width), block -> {
            long first = (long) block * size;
            AnnealedChains own = new AnnealedChains(path, kernel, starts.rows(first, size), first, size, moves);
            AnnealedRun part = led(own, path, ladder, size, backwards);
            onBlock.run();
            return part;
        });
        return new AnnealedRun(
                ladder.betas(),
                rows(parts, AnnealedRun::earlier),
                rows(parts, AnnealedRun::differences),
                parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.logWeights()))
                        .limit(chains)
                        .toArray(),
                path.base().logNormalizer(),
                Samples.concat(parts.stream().map(AnnealedRun::ends).toList()).slice(0, chains));
    }

    private double[][] rows(List<AnnealedRun> parts, Function<AnnealedRun, double[][]> table) {
        return parts.stream()
                .flatMap(part -> Arrays.stream(table.apply(part)))
                .limit(chains)
                .toArray(double[][]::new);
    }

    /**
     * Runs a block through the temperatures; a weight has the difference before the steps in a forward run, after them in a
     * reverse run.
     */
    private AnnealedRun led(
            AnnealedChains block, AnnealedPath path, TemperatureLadder ladder, int rows, boolean backwards) {
        double[] betas = ladder.betas();
        SplitSample halves = new SplitSample(rows, betas.length);
        double[] logWeights = new double[rows];
        double[] last = {};
        if (!backwards) {
            last = block.differences();
            halves.draws(last);
        }
        for (int step = 1; step < betas.length; step++) {
            int k = backwards ? betas.length - step : step;
            if (backwards) {
                last = settle(block, ladder, k, halves);
            }
            for (int i = 0; i < rows; i++) {
                logWeights[i] -= (betas[k] - betas[k - 1]) * last[i];
            }
            if (!backwards) {
                last = settle(block, ladder, k, halves);
            }
        }
        if (backwards) {
            halves.draws(block.differences());
        } else {
            block.requireHeld(Double.POSITIVE_INFINITY);
        }
        return new AnnealedRun(
                betas, halves.earlier, halves.later, logWeights, path.base().logNormalizer(), block.positions());
    }

    /** Makes the steps at one temperature; returns the differences after the last step. */
    private double[] settle(AnnealedChains block, TemperatureLadder ladder, int k, SplitSample halves) {
        double[] last = {};
        for (int step = 0; step < steps; step++) {
            block.move(ladder.betas()[k], ladder.steps()[k]);
            last = block.differences();
            halves.add(k, step, steps, last);
        }
        return last;
    }

    /** Step sizes and temperatures from pilot chains, which have no other use. */
    private TemperatureLadder piloted(AnnealedPath path, Rng rng) {
        int width = path.row().length();
        int rows = Math.min(BLOCK_ROWS, Math.max(8, blockRows(width)));
        float[] start = path.base().draws(0, rows, rng.stream("start"));
        AnnealedChains pilots = new AnnealedChains(path, kernel, start, 0, rows, rng.stream("moves"));
        double[] betas = IntStream.rangeClosed(0, PILOTED)
                .mapToDouble(j -> Math.pow((double) j / PILOTED, 4))
                .toArray();
        double[] found = new double[PILOTED + 1];
        double[] scatter = new double[PILOTED + 1];
        double log = Math.log(Math.min(0.5, 1 / Math.cbrt(width)));
        for (int j = 0; j <= PILOTED; j++) {
            double mean = 0;
            int refusals = 0;
            int trials = j == PILOTED ? LAST_STEPS : PILOT_STEPS;
            for (int step = 0; step < trials; step++) {
                double moved = pilots.move(betas[j], Math.exp(log));
                log = Math.min(Math.log(LONGEST), log + GAIN * (moved - MOVING) / Math.sqrt(1 + refusals));
                refusals += moved < 1 ? 1 : 0; // where every step is accepted, the search has not begun to narrow
                mean += step < trials / 2 ? 0 : log / (trials - trials / 2);
            }
            found[j] = Math.exp(mean);
            scatter[j] = spread(pilots.differences());
        }
        double before = pilots.spread();
        for (int step = 0; step < 2 * LAST_STEPS; step++) {
            pilots.move(1, found[PILOTED]);
        }
        pilots.requireHeld(before);
        return new TemperatureLadder(betas, found).evenly(scatter, temperatures);
    }

    /** Half the distance between the 16 % and the 84 % quantile: a robust estimate of the deviation. */
    private static double spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length - 1;
        return (sorted[(int) Math.round(0.84 * n)] - sorted[(int) Math.round(0.16 * n)]) / 2;
    }

    /**
     * The temperature ladder from a Gaussian to an equilibrium.
     *
     * @param betas β from 0 to 1, rising
     * @param steps Δt of a chain at each
     */
    private record TemperatureLadder(double[] betas, double[] steps) {

        /** This share of the temperatures has the distribution of these, so that no range of β is empty. */
        private static final double EVEN = 0.1;

        /**
         * So many temperatures after β = 0, each of which adds an equal scatter to the weights: their density is proportional
         * to the standard deviation of V/ε - ½|z|², measured at these.
         */
        TemperatureLadder evenly(double[] scatter, int count) {
            double[] length = new double[betas.length];
            for (int j = 1; j < betas.length; j++) {
                length[j] = length[j - 1] + 0.5 * (scatter[j - 1] + scatter[j]) * (betas[j] - betas[j - 1]);
            }
            double total = length[betas.length - 1];
            for (int j = 0; j < betas.length; j++) {
                double even = (double) j / (betas.length - 1);
                length[j] = total > 0 ? (1 - EVEN) * length[j] / total + EVEN * even : even;
            }
            double[] at = new double[count + 1];
            double[] dt = new double[count + 1];
            for (int k = 0, j = 0; k <= count; k++) {
                double goal = (double) k / count;
                while (j < betas.length - 2 && length[j + 1] < goal) {
                    j++;
                }
                double share = Math.min(1, (goal - length[j]) / (length[j + 1] - length[j]));
                at[k] = betas[j] + share * (betas[j + 1] - betas[j]);
                dt[k] = Math.exp((1 - share) * Math.log(steps[j]) + share * Math.log(steps[j + 1]));
            }
            at[count] = 1;
            return new TemperatureLadder(at, dt);
        }
    }

    /**
     * The means of a quantity over the first and the second half of a chain's steps at each temperature; a single step is in
     * both.
     */
    private static final class SplitSample {

        private final double[][] earlier;
        private final double[][] later;

        SplitSample(int chains, int temperatures) {
            earlier = new double[chains][temperatures];
            later = new double[chains][temperatures];
        }

        /** Values of exact draws, at the temperature without burn-in. */
        void draws(double[] values) {
            add(0, 0, 1, values);
        }

        /** The values after step {@code step} of {@code steps} at temperature k. */
        void add(int k, int step, int steps, double[] values) {
            int first = steps / 2;
            for (int i = 0; i < values.length; i++) {
                if (step >= first) {
                    later[i][k] += values[i] / (steps - first);
                }
                if (step < first || steps == 1) {
                    earlier[i][k] += values[i] / Math.max(1, first);
                }
            }
        }
    }
}
