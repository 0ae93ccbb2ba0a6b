package org.energymatching.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The value of a computation and its pullback, the vector-Jacobian product from the gradient of its output to that of its
 * input.
 *
 * @param value the result y of x
 * @param saved every tensor that the pullback reads; all others may be freed
 * @param pullback from dV/dy to dV/dx = (dy/dx)ᵀ dV/dy, in differentiable operations
 */
public record ValueAndPullback(Tensor value, List<Tensor> saved, UnaryOperator<Tensor> pullback) {

    /** The start of a computation: the identity. */
    public static ValueAndPullback of(Tensor x) {
        return new ValueAndPullback(x, List.of(), gradient -> gradient);
    }

    /** A computation whose pullback reads only the gradient. */
    public static ValueAndPullback of(Tensor value, UnaryOperator<Tensor> pullback) {
        return new ValueAndPullback(value, List.of(), pullback);
    }

    /** A computation in its own scope, which frees at once what neither its value nor the pullback needs. */
    static ValueAndPullback within(Supplier<ValueAndPullback> computation) {
        try (Scope scope = Scope.open()) {
            ValueAndPullback made = computation.get();
            made.saved.forEach(scope::keep);
            return new ValueAndPullback(scope.keep(made.value), made.saved, made.pullback);
        }
    }

    /** The composition of this computation and another after it. */
    public ValueAndPullback then(Function<Tensor, ValueAndPullback> next) {
        ValueAndPullback after = next.apply(value);
        return new ValueAndPullback(
                after.value,
                both(saved, after.saved),
                gradient -> Scope.around(() -> pullback.apply(after.pullback.apply(gradient))));
    }

    /** The sum of this computation and another of the same x. */
    ValueAndPullback plus(ValueAndPullback other) {
        return new ValueAndPullback(
                value.plus(other.value),
                both(saved, other.saved),
                gradient -> Scope.around(() -> pullback.apply(gradient).plus(other.pullback.apply(gradient))));
    }

    /** The concatenation of two lists of tensors. */
    static List<Tensor> both(List<Tensor> first, List<Tensor> second) {
        List<Tensor> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
