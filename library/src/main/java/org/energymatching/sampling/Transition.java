package org.energymatching.sampling;

import org.energymatching.tensor.Tensor;

/**
 * The result of a step.
 *
 * @param state the chains after the step
 * @param info what the kernel reports of the step
 */
public record Transition(ChainState state, StepInfo info) {

    /** A step without information. */
    static Transition to(ChainState state) {
        return new Transition(state, StepInfo.NOTHING);
    }

    /** The positions after the step, (B, …). */
    public Tensor x() {
        return state.x();
    }
}
