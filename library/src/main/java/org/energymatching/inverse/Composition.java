package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** The composition of two operators: x to next(first(x)). */
record Composition(MeasurementOperator first, MeasurementOperator next) implements MeasurementOperator {

    Composition {
        requireFit(first, next);
    }

    static void requireFit(MeasurementOperator first, MeasurementOperator next) {
        if (!first.outputShape().equals(next.inputShape())) {
            throw new UsageException(
                    first + " was to be followed by " + next + ".",
                    "The second takes what the first gives, of shape " + first.outputShape() + ", but it is made for "
                            + next.inputShape() + ".",
                    "Make the second for the first one's output shape.");
        }
    }

    @Override
    public Tensor apply(Tensor x) {
        return next.apply(first.apply(x));
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
