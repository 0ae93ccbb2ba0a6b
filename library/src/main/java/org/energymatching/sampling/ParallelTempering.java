package org.energymatching.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Parallel tempering: replicas of each chain at rising temperatures, moved by an inner kernel, exchange positions at random
 * times; replicas at high temperatures cross the barriers that the cold ones cannot (Geyer 1991).
 *
 * <p>Neighbours a and b, at temperatures ε_a &lt; ε_b, exchange with probability
 *
 * <pre>min(1, exp(U(x_a, ε_a)/ε_a + U(x_b, ε_b)/ε_b - U(x_b, ε_a)/ε_a - U(x_a, ε_b)/ε_b))</pre>
 *
 * <p>which leaves the product of all equilibria invariant; the chain's own position is that of the coldest replica. A step
 * costs as many inner steps as there are temperatures, and at an exchange up to two energies for each replica. At ε = 0 there
 * is one replica only; the others start at its position when ε is above 0.
 *
 * @param inner the kernel of each replica
 * @param ladder the temperatures in units of ε: rising, beginning with 1
 * @param swapEvery exchanges are tried in one of so many steps, at random
 */
public record ParallelTempering(Kernel inner, List<Double> ladder, int swapEvery) implements Kernel {

    /** The default of how often exchanges are tried. */
    public static final int SWAP_EVERY = 5;

    /** Checks the numbers. */
    public ParallelTempering {
        ladder = List.copyOf(ladder);
        boolean rises = ladder.size() > 1 && ladder.get(0) == 1;
        for (int k = 1; k < ladder.size(); k++) {
            rises &= ladder.get(k) > ladder.get(k - 1) && ladder.get(k) < Double.POSITIVE_INFINITY;
        }
        if (!rises || swapEvery < 1) {
            throw new UsageException(
                    "Replicas at " + ladder + " times the temperature, with an exchange in one of " + swapEvery
                            + " steps, were asked for.",
                    "There are two temperatures or more, which rise from 1, and at least one step to an exchange.",
                    "Choose for example [1, 2, 4, 8] and " + SWAP_EVERY + ".");
        }
    }

    /** Replicas at so many temperatures from ε to {@code hottest}·ε, each the same multiple of the one before. */
    public static ParallelTempering geometric(Kernel inner, int levels, double hottest) {
        List<Double> ladder = new ArrayList<>();
        for (int k = 0; k < levels; k++) {
            ladder.add(k == 0 ? 1 : Math.pow(hottest, (double) k / (levels - 1)));
        }
        return new ParallelTempering(inner, ladder, SWAP_EVERY);
    }

    /** The same with exchanges tried in one of so many steps. */
    public ParallelTempering swappingEvery(int steps) {
        return new ParallelTempering(inner, ladder, steps);
    }

    /**
     * The replicas of a block at one temperature.
     *
     * @param x their positions
     * @param memory the inner kernel's memory of them
     * @param info the information of its last step
     */
    private record Level(float[] x, ChainState.Memory memory, StepInfo info) {}

    /** The replicas of a block, the coldest first; only the coldest while there is no noise. */
    private record Replicas(List<Level> levels) implements ChainState.Memory {}

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        List<Level> before = state.memory() instanceof Replicas found ? found.levels : List.of();
        boolean warm = Arrays.stream(epsilon).anyMatch(e -> e > 0);
        List<Level> after = new ArrayList<>();
        for (int k = 0; k < (warm ? ladder.size() : 1); k++) {
            boolean known = k > 0 && k < before.size();
            try (Scope scope = Scope.open()) {
                Tensor x = known ? Tensor.of(before.get(k).x, state.x().shape(), target.device()) : state.x();
                ChainState.Memory memory = k < before.size() ? before.get(k).memory : ChainState.Memory.NONE;
                Rng noise = rng.stream("replica").at(k);
                Transition moved =
                        inner.step(target, new ChainState(x, state.first(), memory), at(k, epsilon), dt, noise);
                after.add(new Level(moved.x().floats(), moved.state().memory(), moved.info()));
            }
        }
        Shape shape = state.x().shape();
        StepInfo coldest = after.get(0).info;
        double[] energy = coldest.energy() == null ? null : coldest.energy().clone();
        List<double[]> swaps = exchange(target, shape, after, epsilon, state.first(), rng.stream("exchange"), energy);
        boolean adapting = after.stream().anyMatch(level -> level.info.adapting());
        return new Transition(
                state.at(Tensor.of(after.get(0).x, shape, target.device())).remembering(new Replicas(after)),
                new StepInfo(coldest.acceptance(), energy, swaps, adapting));
    }

    /**
     * Tries exchanges between every other pair of neighbours, in some of the steps at random.
     *
     * @param energy U of the coldest replicas, or null; updated
     */
    private List<double[]> exchange(
            Target target,
            Shape shape,
            List<Level> levels,
            double[] epsilon,
            long first,
            Rng rng,
            double @Nullable [] energy) {
        List<double[]> swaps = new ArrayList<>();
        int pairs = levels.size() - 1;
        boolean now = pairs > 0 && rng.nextInt(swapEvery) == 0;
        int parity = pairs > 1 ? rng.nextInt(2) : 0;
        for (int lower = 0; lower < pairs; lower++) {
            double[] probability = new double[epsilon.length];
            Arrays.fill(probability, Double.NaN);
            if (now && lower % 2 == parity) {
                float[] a = levels.get(lower).x;
                float[] b = levels.get(lower + 1).x;
                Exchange exchange = Exchange.between(
                        target, shape, a, at(lower, epsilon), b, at(lower + 1, epsilon), first, rng.at(lower));
                exchange.carryOut(a, b);
                probability = exchange.probability();
                for (int i = 0; lower == 0 && energy != null && i < energy.length; i++) {
                    energy[i] = exchange.exchanged()[i] ? exchange.energy()[i] : energy[i];
                }
            }
            swaps.add(probability);
        }
        return swaps;
    }

    private double[] at(int level, double[] epsilon) {
        return Arrays.stream(epsilon).map(e -> e * ladder.get(level)).toArray();
    }
}
