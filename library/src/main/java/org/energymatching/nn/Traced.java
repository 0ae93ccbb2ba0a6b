package org.energymatching.nn;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.energymatching.tensor.Tensor;

/**
 * What was computed, and the way back: the chain rule from the gradient behind a computation to the gradient before it.
 *
 * @param value the result y of x
 * @param pullback from dV/dy to dV/dx = (dy/dx)ᵀ dV/dy, in operations that can be differentiated themselves
 */
record Traced(Tensor value, UnaryOperator<Tensor> pullback) {

    /** The beginning of a computation. */
    static Traced of(Tensor x) {
        return new Traced(x, gradient -> gradient);
    }

    /** This computation and another after it. */
    Traced then(Function<Tensor, Traced> next) {
        Traced after = next.apply(value);
        return new Traced(after.value, gradient -> pullback.apply(after.pullback.apply(gradient)));
    }

    /** The sum of this computation and another of the same x. */
    Traced plus(Traced other) {
        return new Traced(
                value.plus(other.value),
                gradient -> pullback.apply(gradient).plus(other.pullback.apply(gradient)));
    }
}
