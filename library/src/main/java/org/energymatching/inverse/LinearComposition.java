package org.energymatching.inverse;

import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** The composition of two linear operators: B·A, and Aᵀ·Bᵀ. */
record LinearComposition(LinearOperator first, LinearOperator next) implements LinearOperator {

    LinearComposition {
        Composition.requireFit(first, next);
    }

    @Override
    public Tensor apply(Tensor x) {
        return next.apply(first.apply(x));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return first.adjoint(next.adjoint(y));
    }

    @Override
    public Shape inputShape() {
        return first.inputShape();
    }

    @Override
    public Shape outputShape() {
        return next.outputShape();
    }

    @Override
    public Range reach(Range x) {
        return next.reach(first.reach(x));
    }

    @Override
    public String toString() {
        return first + ", then " + next;
    }
}
