package org.energymatching.sampling;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The Metropolis–Hastings rule: chain x moves to the proposal y with probability
 *
 * <pre>min(1, exp(-U(y)/ε) q(x|y) / (exp(-U(x)/ε) q(y|x)))</pre>
 *
 * <p>and stays otherwise (Metropolis et al. 1953, Hastings 1970). Chains that interact move together or not at all. Rows at ε =
 * 0 have no equilibrium: they accept every proposal, which is a gradient step. A proposal at which U is NaN is rejected.
 */
final class Metropolis {

    private Metropolis() {}

    /** How a kernel proposes. */
    @FunctionalInterface
    interface Proposing {

        /**
         * Proposes a move for each row.
         *
         * @param here the current positions, in this shape
         * @param dt the length of each row's step
         */
        Proposal from(Evaluated here, Shape shape, double[] dt);
    }

    /**
     * The proposal.
     *
     * @param there the proposed positions
     * @param logRatio ln of the ratio above for each row
     */
    record Proposal(Evaluated there, double[] logRatio) {}

    /** The memory of such kernels: U at the current positions, and the step sizes. */
    private record Known(Evaluated here, StepSizes sizes) implements ChainState.Memory {}

    /** How a kernel moves that draws the next state by its own rule. */
    @FunctionalInterface
    interface Moving {

        /** Moves each row: the arguments are those of {@link Proposing#from}. */
        Move from(Evaluated here, Shape shape, double[] dt);
    }

    /**
     * The result of a move.
     *
     * @param acceptance for each row what {@link StepInfo} reports and {@link StepAdaptation} learns from; NaN at ε = 0
     */
    record Move(Evaluated next, double[] acceptance) {}

    /** A step whose proposal is accepted or rejected by the rule above. */
    static Transition step(
            Proposing proposing,
            StepAdaptation adaptation,
            Target target,
            ChainState state,
            double[] epsilon,
            double dt,
            Rng rng) {
        return move(
                (here, shape, steps) -> {
                    Proposal proposal = proposing.from(here, shape, steps);
                    double[] acceptance = acceptance(proposal.logRatio, epsilon, target.group());
                    boolean[] accepted = accepted(acceptance, target.group(), state.first(), rng.stream("accept"));
                    return new Move(here.moved(accepted, proposal.there), acceptance);
                },
                adaptation,
                target,
                state,
                epsilon,
                dt);
    }

    /** A step that leaves exp(-U/ε) invariant, with U and the step sizes stored. */
    static Transition move(
            Moving moving, StepAdaptation adaptation, Target target, ChainState state, double[] epsilon, double dt) {
        Shape shape = state.x().shape();
        float[] x = state.x().floats();
        Known known = state.memory() instanceof Known found ? found : null;
        StepSizes sizes = known != null ? known.sizes : StepSizes.begin(epsilon.length);
        Evaluated here =
                known != null && known.here.isAt(x, epsilon) ? known.here : Evaluated.at(target, x, shape, epsilon);
        double[] steps = new double[epsilon.length];
        Arrays.setAll(steps, i -> epsilon[i] == 0 ? dt : sizes.step(i, dt, adaptation));
        here.requireFinite(state.first(), steps);
        Move move = moving.from(here, shape, steps);
        Evaluated next = move.next;
        Known remembered = new Known(next, sizes.learnt(move.acceptance, adaptation));
        return new Transition(
                state.at(Tensor.of(next.x(), shape, target.device())).remembering(remembered),
                new StepInfo(move.acceptance, next.energy(), List.of(), sizes.adapting(epsilon, adaptation)));
    }

    /** min(1, exp Σ ln ratio) over each group of rows, for each row; NaN at ε = 0. */
    static double[] acceptance(double[] logRatio, double[] epsilon, int group) {
        requireOneTemperature(epsilon, group);
        double[] acceptance = new double[logRatio.length];
        for (int from = 0; from < acceptance.length; from += group) {
            double sum = 0;
            for (int i = from; i < from + group; i++) {
                sum += logRatio[i];
            }
            double together = epsilon[from] == 0 ? Double.NaN : Double.isNaN(sum) ? 0 : Math.exp(Math.min(0, sum));
            Arrays.fill(acceptance, from, from + group, together);
        }
        return acceptance;
    }

    /** Draws for each group, from the generator of its first chain, whether it moves; rows without a probability do. */
    static boolean[] accepted(double[] acceptance, int group, long first, Rng rng) {
        boolean[] accepted = new boolean[acceptance.length];
        for (int from = 0; from < accepted.length; from += group) {
            boolean moves =
                    Double.isNaN(acceptance[from]) || rng.at(first + from).nextDouble() < acceptance[from];
            Arrays.fill(accepted, from, from + group, moves);
        }
        return accepted;
    }

    /** Chains of a group have one equilibrium. */
    static void requireOneTemperature(double[] epsilon, int group) {
        for (int i = 0; i < epsilon.length; i++) {
            int from = i - i % group;
            if (epsilon[i] != epsilon[from]) {
                throw new UsageException(
                        "Chains that feel one another stand at the temperatures " + epsilon[from] + " and " + epsilon[i]
                                + ".",
                        "A group of them has one equilibrium and so one temperature.",
                        "Give all chains of a group the same schedule.");
            }
        }
    }
}
