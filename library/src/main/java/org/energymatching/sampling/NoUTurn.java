package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * The No-U-Turn sampler (NUTS): Hamiltonian Monte Carlo whose trajectories end when they turn back towards their start (Hoffman
 * and Gelman 2014), with multinomial sampling of the trajectory (Betancourt 2017).
 *
 * <pre>
 * p ~ N(0, ε I);   leapfrog steps of s = √(2 Δt), forwards or backwards in time, double the trajectory at random
 * until for it or one of its subtrees   (q₊ - q₋)·p₋ ≤ 0  or  (q₊ - q₋)·p₊ ≤ 0
 * x' = a state of the trajectory, drawn with weights ∝ exp(-H/ε), H = U + ½‖p‖², in favour of the half added last
 * </pre>
 *
 * <p>With mass 1, q₊ - q₋ = ∫p dt is ρ of the generalised criterion. A trajectory has at most 2^maxDepth - 1 leapfrog steps, of one
 * gradient and one energy each; it ends, too, where H rises by 1000 ε. Exact at any Δt. Rows of a block are computed together until
 * the longest trajectory ends. Rows at ε = 0 take a gradient step of the given Δt.
 *
 * @param maxDepth how often a trajectory may double
 * @param adaptation how Δt is adapted, from the mean of min(1, exp(-ΔH/ε)) over a trajectory; its target is usually {@link
 *     #ACCEPTANCE}
 */
public record NoUTurn(int maxDepth, StepAdaptation adaptation) implements Kernel {

    /** The usual target acceptance of NUTS. */
    public static final double ACCEPTANCE = 0.8;

    /** The default of how often a trajectory may double. */
    public static final int MAX_DEPTH = 8;

    /** Checks the depth. */
    public NoUTurn {
        if (maxDepth < 1 || maxDepth > 12) {
            throw new UsageException(
                    "Trajectories that double " + maxDepth + " times were asked for.",
                    "They double between 1 and 12 times, and 12 times are 4095 leapfrog steps.",
                    "Choose for example " + MAX_DEPTH + ".");
        }
    }

    /** Adapts Δt, starting from the given one, over so many steps of each chain. */
    public NoUTurn adapting(int warmupSteps) {
        return new NoUTurn(maxDepth, new StepAdaptation(warmupSteps, ACCEPTANCE));
    }

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        return Metropolis.move(
                (here, shape, dts) -> {
                    double[] scales = Arrays.stream(epsilon).map(Math::sqrt).toArray();
                    float[] push = state.deviates(rng, scales, here.x().length);
                    return grown(target, here, shape, trees(here, push, dts, target.group(), state.first(), rng));
                },
                adaptation,
                target,
                state,
                epsilon,
                dt);
    }

    private NoUTurnTree[] trees(Evaluated here, float[] push, double[] dt, int group, long first, Rng rng) {
        Metropolis.requireOneTemperature(here.epsilon(), group);
        NoUTurnTree[] trees = new NoUTurnTree[dt.length / group];
        int width = push.length / trees.length;
        Rng choices = rng.stream("tree");
        for (int i = 0; i < trees.length; i++) {
            int row = i * group;
            double[] q = new double[width];
            double[] p = new double[width];
            for (int j = 0; j < width; j++) {
                q[j] = here.x()[i * width + j];
                p[j] = push[i * width + j];
            }
            trees[i] = new NoUTurnTree(
                    new NoUTurnTree.Leaf(q, p, part(here.energy(), i, group), part(here.drift(), i, width)),
                    here.epsilon()[row],
                    Math.sqrt(2 * dt[row]),
                    maxDepth,
                    choices.at(first + row));
        }
        return trees;
    }

    /** Extends all trajectories to their ends; a trajectory that has ended is computed at its drawn state. */
    private static Metropolis.Move grown(Target target, Evaluated here, Shape shape, NoUTurnTree[] trees) {
        int rows = here.epsilon().length;
        int group = rows / trees.length;
        int width = here.x().length / trees.length;
        Evaluated at = here;
        double[][] q = new double[trees.length][];
        while (!Arrays.stream(trees).allMatch(NoUTurnTree::done)) {
            float[] x = new float[here.x().length];
            for (int i = 0; i < trees.length; i++) {
                q[i] = trees[i].done() ? trees[i].drawn().q() : trees[i].next();
                for (int j = 0; j < width; j++) {
                    x[i * width + j] = (float) q[i][j];
                }
            }
            at = Evaluated.at(target, x, shape, here.epsilon());
            for (int i = 0; i < trees.length; i++) {
                if (!trees[i].done()) {
                    trees[i].add(q[i], part(at.energy(), i, group), part(at.drift(), i, width));
                }
            }
        }
        return drawn(here, trees, group, width);
    }

    private static Metropolis.Move drawn(Evaluated here, NoUTurnTree[] trees, int group, int width) {
        Evaluated next = new Evaluated(
                here.x().clone(),
                here.epsilon(),
                here.energy().clone(),
                here.drift().clone());
        double[] acceptance = new double[here.epsilon().length];
        for (int i = 0; i < trees.length; i++) {
            NoUTurnTree.Leaf leaf = trees[i].drawn();
            for (int j = 0; j < width; j++) {
                next.x()[i * width + j] = (float) leaf.q()[j];
            }
            System.arraycopy(leaf.energy(), 0, next.energy(), i * group, group);
            System.arraycopy(leaf.drift(), 0, next.drift(), i * width, width);
            Arrays.fill(acceptance, i * group, (i + 1) * group, trees[i].acceptance());
        }
        return new Metropolis.Move(next, acceptance);
    }

    private static double[] part(double[] values, int i, int length) {
        return Arrays.copyOfRange(values, i * length, (i + 1) * length);
    }

    private static float[] part(float[] values, int i, int length) {
        return Arrays.copyOfRange(values, i * length, (i + 1) * length);
    }
}
