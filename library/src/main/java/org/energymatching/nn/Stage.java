package org.energymatching.nn;

import java.util.List;

/**
 * A stretch of a network between two places where it can be cut: it makes one list of tensors from another, and nothing
 * else passes from stage to stage.
 *
 * @param parameters what it needs, in the order of the state dict
 * @param body what it does
 */
record Stage(List<ParameterSpec> parameters, Body body) {

    /** What a stage does with its state. */
    @FunctionalInterface
    interface Body {
        State apply(State state, Pass pass);
    }
}
