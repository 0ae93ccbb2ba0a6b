package org.energymatching.inverse;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A user's map with its shapes, which were determined by a trial. */
record DifferentiableMap(Shape inputShape, Shape outputShape, UnaryOperator<Tensor> map)
        implements MeasurementOperator {

    @Override
    public Tensor apply(Tensor x) {
        RowBlock.require(x, inputShape, this);
        return map.apply(x);
    }

    @Override
    public String toString() {
        return "A map from " + inputShape + " to " + outputShape;
    }
}
