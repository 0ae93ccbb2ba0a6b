package org.energymatching.sampling;

import org.energymatching.tensor.Tensor;

/**
 * What a step comes to.
 *
 * @param state where the chains stand now
 * @param info what the kernel tells of the step
 */
public record Transition(ChainState state, StepInfo info) {

    /** A step without information. */
    static Transition to(ChainState state) {
        return new Transition(state, StepInfo.NOTHING);
    }

    /** Where the chains stand now, (B, …). */
    public Tensor x() {
        return state.x();
    }
}
