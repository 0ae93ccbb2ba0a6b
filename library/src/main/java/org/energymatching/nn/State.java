package org.energymatching.nn;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.tensor.Tensor;

/**
 * What passes from one stage of a network to the next.
 *
 * @param values the main value, then whatever later stages come back to, the latest last
 */
record State(List<Tensor> values) {

    State {
        values = List.copyOf(values);
    }

    static State of(Tensor value) {
        return new State(List.of(value));
    }

    /** The main value. */
    Tensor value() {
        return values.get(0);
    }

    /** The value that was kept first. */
    Tensor first() {
        return values.get(1);
    }

    /** The value that was kept last. */
    Tensor last() {
        return values.get(values.size() - 1);
    }

    /** Another main value, with everything kept. */
    State with(Tensor value) {
        List<Tensor> changed = new ArrayList<>(values);
        changed.set(0, value);
        return new State(changed);
    }

    /** One more value kept. */
    State keeping(Tensor value) {
        List<Tensor> more = new ArrayList<>(values);
        more.add(value);
        return new State(more);
    }

    /** Without the value that was kept last. */
    State dropping() {
        return new State(values.subList(0, values.size() - 1));
    }
}
