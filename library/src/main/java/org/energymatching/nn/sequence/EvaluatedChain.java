package org.energymatching.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/** Parts that follow one another; what passes between them lives as long as one of them saved it, or a sweep through it. */
final class EvaluatedChain implements Evaluated {

    private final List<Evaluated> parts = new ArrayList<>();
    private Tensor value;

    /** The beginning of a chain, from x. */
    EvaluatedChain(Tensor x) {
        value = x;
    }

    /** One more part, of what the parts so far came to. */
    EvaluatedChain then(Function<Tensor, Evaluated> next) {
        Evaluated part = next.apply(value);
        parts.add(part);
        value = part.value();
        return this;
    }

    @Override
    public Tensor value() {
        return value;
    }

    @Override
    public Tensor back(Tensor gradient) {
        return Scope.around(() -> {
            Tensor g = gradient;
            for (int i = parts.size() - 1; i >= 0; i--) {
                g = parts.get(i).back(g);
            }
            return g;
        });
    }

    @Override
    public Tensor along(Tensor direction) {
        return Scope.around(() -> {
            Tensor d = direction;
            for (Evaluated part : parts) {
                d = part.along(d);
            }
            return d;
        });
    }

    @Override
    public Tensor again(Tensor gradient) {
        return Scope.around(() -> {
            Tensor s = gradient;
            for (int i = parts.size() - 1; i >= 0; i--) {
                s = parts.get(i).again(s);
            }
            return s;
        });
    }
}
