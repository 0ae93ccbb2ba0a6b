package org.energymatching.inverse;

import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The identity, A = 1, for denoising.
 *
 * @param inputShape the shape of one row, before and after
 */
public record Identity(Shape inputShape) implements LinearOperator {

    @Override
    public Tensor apply(Tensor x) {
        RowBlock.require(x, inputShape, this);
        return x;
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return apply(y);
    }

    @Override
    public Shape outputShape() {
        return inputShape;
    }

    @Override
    public Range reach(Range x) {
        return x;
    }

    @Override
    public String toString() {
        return "The identity on " + inputShape;
    }
}
