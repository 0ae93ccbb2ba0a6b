package org.energymatching.nn.sequence;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Tensor;

/** A linear map without weights, y = A x: a permutation, a repetition, a mask. Its derivatives are A and Aᵀ. */
final class LinearMap implements Linearization {

    private final UnaryOperator<Tensor> map;
    private final UnaryOperator<Tensor> transpose;
    private final Tensor value;

    LinearMap(UnaryOperator<Tensor> map, UnaryOperator<Tensor> transpose, Tensor x) {
        this.map = map;
        this.transpose = transpose;
        this.value = map.apply(x);
    }

    @Override
    public Tensor value() {
        return value;
    }

    @Override
    public Tensor vjp(Tensor g) {
        return transpose.apply(g);
    }

    @Override
    public Tensor jvp(Tensor direction) {
        return map.apply(direction);
    }

    @Override
    public Tensor secondOrderVjp(Tensor s) {
        return transpose.apply(s);
    }
}
