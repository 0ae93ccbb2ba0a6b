package org.energymatching.sampling;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;

/**
 * A way to draw samples: a kernel, followed through a grid of times under a schedule of temperature (paper, algorithm
 * 3 without conditions).
 *
 * <p>Sample i depends on the seed and on i alone: not on how many are drawn, nor on the number of cores.
 *
 * @param kernel how a step is made
 * @param temperature ε(t)
 * @param grid the times
 * @param blockRows how many chains are computed together on one core, rounded up to whole groups of the target
 */
public record Sampler(Kernel kernel, TemperatureSchedule temperature, TimeGrid grid, int blockRows) {

    private static final int BLOCK_ROWS = 64;

    /** Checks the size of a block. */
    public Sampler {
        if (blockRows < 1) {
            throw new UsageException(
                    "A block of " + blockRows + " chains was asked for.",
                    "A block has at least one chain.",
                    "Leave it at " + BLOCK_ROWS + ", or choose fewer where memory is short.");
        }
    }

    /** A sampler that computes 64 chains together. */
    public Sampler(Kernel kernel, TemperatureSchedule temperature, TimeGrid grid) {
        this(kernel, temperature, grid, BLOCK_ROWS);
    }

    /** n samples at the end of the grid. */
    public Samples sample(Target target, Distribution source, int n, long seed) {
        return trajectory(target, source, n, seed, grid.end()).last();
    }

    /** n chains as they stood at these times, which rise and lie on the grid up to half a step. */
    public Trajectory trajectory(Target target, Distribution source, int n, long seed, double... times) {
        return trajectory(target, source, n, seed, () -> {}, times);
    }

    /** As above, telling of every block of chains that has ended. */
    public Trajectory trajectory(
            Target target, Distribution source, int n, long seed, Runnable onBlock, double... times) {
        if (n < 1) {
            throw new UsageException(
                    n + " samples were asked for.", "At least one sample is drawn.", "Ask for a positive number.");
        }
        if (n % target.group() != 0) {
            throw new UsageException(
                    n + " samples were asked for of chains that feel one another in groups of " + target.group() + ".",
                    "Groups are whole: the number of samples is a multiple of theirs.",
                    "Ask for " + (n / target.group() + 1) * target.group() + ".");
        }
        double before = Math.nextDown(0.0);
        for (double t : times) {
            if (!(t > before && t <= grid.end() + 1e-9)) {
                throw senseless(times);
            }
            before = t;
        }
        if (times.length == 0) {
            throw senseless(times);
        }
        int[] looks = Arrays.stream(times).mapToInt(grid::nearest).toArray();
        Rng rng = Rng.of(seed);
        Rng starts = rng.stream("start");
        List<Samples> states = chains(target)
                .run((first, rows) -> source.sample(first, rows, starts), n, looks, rng.stream("noise"), onBlock);
        return new Trajectory(Arrays.stream(times).boxed().toList(), states);
    }

    private UsageException senseless(double[] times) {
        return new UsageException(
                "Chains were to be looked at at times " + Arrays.toString(times) + ".",
                "There is at least one time, and they rise from 0 at the earliest to the grid's end, " + grid.end()
                        + ", at the latest.",
                "Sort the times, or lengthen the grid.");
    }

    /** The number of blocks that n chains make: what {@code onBlock} counts up to. */
    public int blocks(Target target, int n) {
        return chains(target).blocks(n);
    }

    private Chains chains(Target target) {
        return new Chains(kernel, target, RowTemperature.all(temperature), grid, blockRows);
    }
}
