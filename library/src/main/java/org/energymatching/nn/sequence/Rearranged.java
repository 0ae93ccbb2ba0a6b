package org.energymatching.nn.sequence;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Tensor;

/** The same numbers in another order: a linear map without weights, whose transpose puts them back. */
public final class Rearranged implements Evaluated {

    private final UnaryOperator<Tensor> map;
    private final UnaryOperator<Tensor> transposed;
    private final Tensor value;

    Rearranged(UnaryOperator<Tensor> map, UnaryOperator<Tensor> transposed, Tensor x) {
        this.map = map;
        this.transposed = transposed;
        this.value = map.apply(x);
    }

    @Override
    public Tensor value() {
        return value;
    }

    @Override
    public Tensor back(Tensor gradient) {
        return transposed.apply(gradient);
    }

    @Override
    public Tensor along(Tensor direction) {
        return map.apply(direction);
    }

    @Override
    public Tensor again(Tensor gradient) {
        return transposed.apply(gradient);
    }
}
