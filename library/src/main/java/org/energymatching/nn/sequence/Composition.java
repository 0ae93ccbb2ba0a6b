package org.energymatching.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/** The composition of parts, by the chain rule. Intermediate values are freed unless a part saved them. */
final class Composition implements Linearization {

    private final List<Linearization> parts = new ArrayList<>();
    private Tensor value;

    /** A composition without parts: the identity at x. */
    Composition(Tensor x) {
        value = x;
    }

    /** Adds a part, at the value of the parts so far. */
    Composition then(Function<Tensor, Linearization> next) {
        Linearization part = next.apply(value);
        parts.add(part);
        value = part.value();
        return this;
    }

    @Override
    public Tensor value() {
        return value;
    }

    @Override
    public Tensor vjp(Tensor g) {
        return Scope.around(() -> {
            Tensor before = g;
            for (int i = parts.size() - 1; i >= 0; i--) {
                before = parts.get(i).vjp(before);
            }
            return before;
        });
    }

    @Override
    public Tensor jvp(Tensor direction) {
        return Scope.around(() -> {
            Tensor after = direction;
            for (Linearization part : parts) {
                after = part.jvp(after);
            }
            return after;
        });
    }

    @Override
    public Tensor secondOrderVjp(Tensor s) {
        return Scope.around(() -> {
            Tensor before = s;
            for (int i = parts.size() - 1; i >= 0; i--) {
                before = parts.get(i).secondOrderVjp(before);
            }
            return before;
        });
    }
}
