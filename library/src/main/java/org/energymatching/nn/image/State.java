package org.energymatching.nn.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The state between two stages of a network.
 *
 * @param value the main value
 * @param kept the skip connections to later stages, the latest last
 */
record State(Tensor value, List<Tensor> kept) {

    State {
        kept = List.copyOf(kept);
    }

    /** A state made in its own scope, which frees all other tensors at once. */
    static State within(Supplier<State> made) {
        try (Scope scope = Scope.open()) {
            State state = made.get();
            state.all().forEach(scope::keep);
            return state;
        }
    }

    /** A state without skip connections. */
    static State of(Tensor value) {
        return new State(value, List.of());
    }

    /** The main value and all that was kept. */
    List<Tensor> all() {
        List<Tensor> all = new ArrayList<>(List.of(value));
        all.addAll(kept);
        return all;
    }

    /** The value that was kept last. */
    Tensor last() {
        return kept.get(kept.size() - 1);
    }

    /** Another main value, with everything kept. */
    State with(Tensor other) {
        return new State(other, kept);
    }

    /** One more value kept. */
    State keeping(Tensor more) {
        List<Tensor> all = new ArrayList<>(kept);
        all.add(more);
        return new State(value, all);
    }

    /** Without the value that was kept last. */
    State dropping() {
        return new State(value, kept.subList(0, kept.size() - 1));
    }
}
