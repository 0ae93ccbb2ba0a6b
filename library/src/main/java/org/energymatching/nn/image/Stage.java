package org.energymatching.nn.image;

import java.util.List;
import java.util.function.UnaryOperator;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.ValueAndPullback;
import org.energymatching.tensor.Tensor;

/**
 * A stage of a network for checkpointing: it maps one state to the next, and depends on nothing else but the time embedding.
 *
 * @param parameters its parameters, in the order of the state dict
 * @param body its function
 */
record Stage(List<ParameterSpec> parameters, Body body) {

    /** The function of a stage. */
    @FunctionalInterface
    interface Body {

        /** The next state and its pullback, where e is silu of the time embedding. */
        Step trace(State state, Tensor e, Pass pass);
    }

    /**
     * The result of a stage with its pullback.
     *
     * @param state the next state
     * @param pullback from the gradient with respect to the next state to the gradient with respect to the previous one, in the
     *     form of states
     */
    record Step(State state, UnaryOperator<State> pullback) {

        /** A stage of only the main value. */
        static Step of(ValueAndPullback traced) {
            return new Step(
                    State.of(traced.value()),
                    gradient -> State.of(traced.pullback().apply(gradient.value())));
        }
    }
}
