package org.energymatching.objective;

import java.util.Arrays;
import java.util.Optional;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A replay buffer: chains that objectives keep from step to step, in the engine, (chains, …). */
final class ReplayBuffer {

    private static final double REACH = 10;

    private ReplayBuffer() {}

    /** The chains of the step before, or at first copies of these points, each as often as any other. */
    static Tensor chains(Optional<Tensor> before, int chains, Tensor starts, String owner) {
        if (before.isEmpty()) {
            int[] rows = new int[chains];
            int points = Math.toIntExact(starts.shape().at(0));
            Arrays.setAll(rows, i -> i % points);
            return starts.pick(rows);
        }
        Shape shape = before.get().shape();
        if (!shape.equals(starts.shape().row().batch(chains))) {
            throw new UsageException(
                    shape.at(0) + " chains of width " + shape.row().size() + " were kept in the step before, but "
                            + chains + " of width " + starts.shape().row().size() + " go on.",
                    "All losses of a plan of the kind '" + owner
                            + "' share their chains: equally many, as wide as the data.",
                    "Give each of them in the plan the same number of chains, and train in a new run directory.");
        }
        return before.get();
    }

    /** Consecutive chains of the buffer, from a random index on. */
    static int[] neighbours(int chains, int count, Rng rng) {
        int from = rng.nextInt(chains);
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> (from + i) % chains);
        return rows;
    }

    /** The largest magnitude of a coordinate before it counts as diverged: ten times that of these points. One element. */
    static Tensor reach(Tensor points) {
        return points.largestPerRow().max().times(REACH);
    }

    /** The rows without a coordinate that is NaN or beyond ± the reach: (B, …) to (B) truth values. */
    static Tensor within(Tensor reach, Tensor chains) {
        return chains.largestPerRow().atMost(reach);
    }

    /** Whether each of these chains is reinitialised at random, drawn by its number. */
    static Tensor ended(int[] chains, double probability, Rng rng, Tensor like) {
        boolean[] ended = new boolean[chains.length];
        for (int i = 0; i < chains.length; i++) {
            ended[i] = rng.at(chains[i]).nextDouble() < probability;
        }
        return Tensor.of(ended, like.device());
    }
}
