package org.energymatching.inverse;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A user's linear map and its transpose. */
record LinearMap(Shape inputShape, Shape outputShape, UnaryOperator<Tensor> map, UnaryOperator<Tensor> transpose)
        implements LinearOperator {

    @Override
    public Tensor apply(Tensor x) {
        RowBlock.require(x, inputShape, this);
        return map.apply(x);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        RowBlock.require(y, outputShape, "The transpose of a linear map");
        return transpose.apply(y);
    }

    @Override
    public String toString() {
        return "A linear map from " + inputShape + " to " + outputShape;
    }
}
