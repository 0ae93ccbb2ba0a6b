package org.energymatching.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.FailedException;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * Many chains advanced together, in blocks of equal size: a block runs its whole course on one core.
 *
 * <p>The last block is filled up with chains that nobody asked for, so that every chain is computed in the same shapes
 * and comes out the same, to the last bit, however many run with it. Chains that feel one another share a block.
 *
 * @param kernel how a step is made
 * @param target U
 * @param temperature ε of each chain over time
 * @param grid the times to step through
 * @param blockRows the number of chains in a block, rounded up to whole groups of the target
 */
public record Chains(Kernel kernel, Target target, RowTemperature temperature, TimeGrid grid, int blockRows) {

    /** Coordinates beyond this have left every scale that data come in. */
    private static final float DIVERGED = 1e12f;

    /** Rounds the size of a block up to whole groups. */
    public Chains {
        blockRows = wholeGroups(blockRows, target);
    }

    /** Where the chains begin: rows {@code first} … {@code first + n - 1}. */
    @FunctionalInterface
    public interface Start {
        Samples rows(long first, int n);
    }

    /**
     * Runs chains 0 … n-1 and looks at them after each of these numbers of steps, which rise.
     *
     * @param start where they begin
     * @param n how many
     * @param looks numbers of steps
     * @param rng the generator of all steps: step m of chain i draws from {@code rng.at(m).at(i)}
     * @param onBlock called as each block ends, from the thread that ran it
     */
    public List<Samples> run(Start start, int n, int[] looks, Rng rng, Runnable onBlock) {
        requireTargetFor(n);
        int blocks = blocks(n);
        List<List<Samples>> parts = Workers.common().map(blocks, block -> {
            long first = (long) block * blockRows;
            List<Samples> seen = runBlock(start, first, (int) Math.min(blockRows, n - first), looks, rng);
            onBlock.run();
            return seen;
        });
        List<Samples> joined = new ArrayList<>();
        for (int look = 0; look < looks.length; look++) {
            int index = look;
            joined.add(
                    Samples.concat(parts.stream().map(part -> part.get(index)).toList()));
        }
        return joined;
    }

    /** The number of blocks that n chains make. */
    int blocks(int n) {
        return (n + blockRows - 1) / blockRows;
    }

    private static int wholeGroups(int rows, Target target) {
        int group = target.group();
        return Math.multiplyExact((rows + group - 1) / group, group);
    }

    /** Where each chain has a condition of its own, the last one must have one too; the target tells if it has not. */
    private void requireTargetFor(int n) {
        if (n > 0) {
            target.forChains(n - 1, 1);
        }
    }

    /** Runs the whole block and looks at the rows that were asked for. */
    private List<Samples> runBlock(Start start, long first, int asked, int[] looks, Rng rng) {
        Target seen = target.forChains(first, blockRows);
        Samples begin = start.rows(first, blockRows);
        Shape shape = begin.shape();
        List<Samples> looked = new ArrayList<>();
        Tensor x = owned(() -> Tensor.of(begin.values(), shape));
        try {
            int done = 0;
            for (int look : looks) {
                for (; done < look; done++) {
                    Tensor before = x;
                    int m = done;
                    x = owned(() -> step(seen, new ChainState(before, first), m, rng));
                    if (x != before) {
                        before.close();
                    }
                }
                looked.add(finite(new Samples(x.floats(), shape).slice(0, asked), first, done));
            }
        } finally {
            x.close();
        }
        return looked;
    }

    private Tensor step(Target seen, ChainState state, int m, Rng rng) {
        double[] epsilon = new double[blockRows];
        Arrays.setAll(epsilon, i -> temperature.at(state.first() + i, grid.at(m)));
        return kernel.step(seen, state, epsilon, grid.length(m), rng.at(m)).x();
    }

    private static Tensor owned(Supplier<Tensor> made) {
        try (Scope scope = Scope.open()) {
            return made.get().own();
        }
    }

    private Samples finite(Samples rows, long first, int steps) {
        float[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) < DIVERGED)) {
                throw new FailedException(
                        "Chain " + (first + i / rows.width()) + " diverged within " + steps
                                + " steps: a coordinate became " + values[i] + ".",
                        "Chains stay where the potential holds them, which takes a step that is small against its"
                                + " curvature.",
                        "Make the step smaller (now " + grid.step() + "), or look whether training went astray.");
            }
        }
        return rows;
    }
}
