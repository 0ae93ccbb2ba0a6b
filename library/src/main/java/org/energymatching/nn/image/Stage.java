package org.energymatching.nn.image;

import java.util.List;
import java.util.function.UnaryOperator;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.ValueAndPullback;
import org.energymatching.tensor.Tensor;

/**
 * A stretch of a network between two places where it can be cut: it makes one state from another, and nothing else passes
 * from stage to stage but the time embedding.
 *
 * @param parameters what it needs, in the order of the state dict
 * @param body what it does
 */
record Stage(List<ParameterSpec> parameters, Body body) {

    /** What a stage does with its state. */
    @FunctionalInterface
    interface Body {

        /** The next state and the gradient's way back, e being silu of the time embedding. */
        Step trace(State state, Tensor e, Pass pass);
    }

    /**
     * What a stage came to, and the way back.
     *
     * @param state the state behind it
     * @param pullback from the gradient of what is behind, in the form of that state, to the gradient of what is before
     */
    record Step(State state, UnaryOperator<State> pullback) {

        /** A step of the main value alone. */
        static Step of(ValueAndPullback traced) {
            return new Step(
                    State.of(traced.value()),
                    gradient -> State.of(traced.pullback().apply(gradient.value())));
        }
    }
}
