package org.energymatching.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Runs many chains in blocks of equal size: each block runs all its steps on one core; on a device, one block after another.
 *
 * <p>The last block is filled up with additional chains, so that every chain is computed in the same shapes and is the same, to
 * the last bit, however many others run. Chains that interact share a block.
 *
 * @param kernel how a step is made
 * @param target U
 * @param temperature ε of each chain over time
 * @param grid the times to step through
 * @param blockRows the number of chains in a block, rounded up to whole groups of the target
 */
public record Chains(Kernel kernel, Target target, RowTemperature temperature, TimeGrid grid, int blockRows) {

    /** Wider blocks gain little, and exceed the caches of a core. */
    private static final int WIDEST = 256;

    /** Rounds the size of a block up to whole groups. */
    public Chains {
        blockRows = wholeGroups(blockRows, target);
    }

    /** The starts of the chains: rows {@code first} … {@code first + n - 1}. */
    @FunctionalInterface
    public interface Start {
        Samples rows(long first, int n);
    }

    /**
     * Runs chains 0 … n-1 and takes a snapshot after each of these numbers of steps, which rise.
     *
     * @param start their starts
     * @param n how many
     * @param looks numbers of steps, rising
     * @param rng the generator of all steps: step m of chain i draws from {@code rng.at(m).at(i)}
     * @param onBlock called as each block ends, from the thread that ran it
     */
    public List<Samples> run(Start start, int n, int[] looks, Rng rng, Runnable onBlock) {
        requireTargetFor(n);
        return joined(
                looks.length,
                Workers.on(target.device())
                        .divided(blocks(n), number -> looked(start, number, n, looks, rng, onBlock, null)));
    }

    /** As above, with a recorder for each block, or null; all blocks are computed by this process. */
    List<Samples> run(
            Start start, int n, int[] looks, Rng rng, Runnable onBlock, IntFunction<@Nullable Recorder> recorders) {
        requireTargetFor(n);
        return joined(
                looks.length,
                Workers.on(target.device())
                        .map(
                                blocks(n),
                                number -> looked(start, number, n, looks, rng, onBlock, recorders.apply(number))));
    }

    /** The snapshots of a block. */
    private List<Samples> looked(
            Start start, int number, int n, int[] looks, Rng rng, Runnable onBlock, @Nullable Recorder recorder) {
        List<Samples> looked = new ArrayList<>();
        try (ChainBlock block = block(start, number, n, rng)) {
            for (int look : looks) {
                block.advance(look, recorder);
                looked.add(block.rows());
            }
        }
        onBlock.run();
        return looked;
    }

    private static List<Samples> joined(int looks, List<List<Samples>> parts) {
        return IntStream.range(0, looks)
                .mapToObj(look -> Samples.concat(
                        parts.stream().map(part -> part.get(look)).toList()))
                .toList();
    }

    /**
     * These n chains in wider blocks, where a core would compute several blocks one after another and the target computes them
     * faster together, with the same bits. At most one chain in sixteen is added to fill the last block up.
     */
    public Chains together(int n) {
        int cores = Workers.on(target.device()).count();
        int each = (blocks(n) + cores - 1) / cores;
        for (int wider = Math.min(each, WIDEST / blockRows); wider > 1; wider--) {
            int filled = (each + wider - 1) / wider * wider;
            if (filled - each <= each / 16 && target.together(blockRows, wider * blockRows)) {
                return new Chains(kernel, target, temperature, grid, wider * blockRows);
            }
        }
        return this;
    }

    /** The number of blocks that n chains make. */
    public int blocks(int n) {
        return (int) (((long) n + blockRows - 1) / blockRows);
    }

    private static int wholeGroups(int rows, Target target) {
        int group = target.group();
        return Math.multiplyExact((int) (((long) rows + group - 1) / group), group);
    }

    /** Where each chain has its own condition, the last one must have one too; otherwise the target throws. */
    void requireTargetFor(int n) {
        if (n > 0) {
            target.forChains(n - 1, 1);
        }
    }

    /** One block of n chains at its start; the caller closes it. */
    ChainBlock block(Start start, int number, int n, Rng rng) {
        long first = (long) number * blockRows;
        return block(start, first, asked(first, n), rng);
    }

    private ChainBlock block(Start start, long first, int asked, Rng rng) {
        Samples begin = start.rows(first, blockRows);
        try (Scope scope = Scope.open()) {
            return new ChainBlock(this, begin.tensor(target.device()), first, asked, rng);
        }
    }

    /** The ends of chains {@code first} … {@code first + n - 1}: the same, to the last bit, as those of all chains. */
    Samples ends(Start start, long first, int n, Rng rng) {
        return Samples.concat(Workers.on(target.device()).map(blocks(n), number -> {
            int before = number * blockRows;
            try (ChainBlock block = block(start, first + before, asked(before, n), rng)) {
                block.advance(grid.steps(), null);
                return block.rows();
            }
        }));
    }

    private int asked(long first, int n) {
        return (int) Math.min(blockRows, n - first);
    }

    /**
     * The positions of chains at the end of the grid; nothing is read back, so nothing is checked.
     *
     * @param start their starts, (n, …); a block that is not full is filled up from its beginning
     * @param rng the generator of all steps, as above
     * @return (n, …), detached
     */
    public Tensor advance(Tensor start, Rng rng) {
        int n = Math.toIntExact(start.shape().at(0));
        requireTargetFor(n);
        return Workers.on(target.device()).join(n, blockRows, (from, to) -> {
            Tensor begin = to - from == blockRows
                    ? start.rows(from, to)
                    : start.pick(IntStream.range(from, from + blockRows)
                            .map(i -> i % n)
                            .toArray());
            try (ChainBlock block = new ChainBlock(this, begin, from, to - from, rng)) {
                block.advance(grid.steps(), null);
                return block.ends();
            }
        });
    }
}
