package org.energymatching.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * What was computed, and the way back: the chain rule from the gradient behind a computation to the gradient before it.
 *
 * @param value the result y of x
 * @param saved every tensor that the way back reads; all others made on the way may be freed
 * @param pullback from dV/dy to dV/dx = (dy/dx)ᵀ dV/dy, in operations that can be differentiated themselves
 */
public record Traced(Tensor value, List<Tensor> saved, UnaryOperator<Tensor> pullback) {

    /** The beginning of a computation. */
    public static Traced of(Tensor x) {
        return new Traced(x, List.of(), gradient -> gradient);
    }

    /** A computation whose way back reads nothing but the gradient. */
    public static Traced of(Tensor value, UnaryOperator<Tensor> pullback) {
        return new Traced(value, List.of(), pullback);
    }

    /** A computation in a scope of its own, which frees at once what neither its value nor the way back needs. */
    static Traced within(Supplier<Traced> computation) {
        try (Scope scope = Scope.open()) {
            Traced made = computation.get();
            made.saved.forEach(scope::keep);
            return new Traced(scope.keep(made.value), made.saved, made.pullback);
        }
    }

    /** This computation and another after it. */
    public Traced then(Function<Tensor, Traced> next) {
        Traced after = next.apply(value);
        return new Traced(
                after.value,
                both(saved, after.saved),
                gradient -> Scope.around(() -> pullback.apply(after.pullback.apply(gradient))));
    }

    /** The sum of this computation and another of the same x. */
    Traced plus(Traced other) {
        return new Traced(
                value.plus(other.value),
                both(saved, other.saved),
                gradient -> Scope.around(() -> pullback.apply(gradient).plus(other.pullback.apply(gradient))));
    }

    /** The tensors of two lists, one after the other. */
    static List<Tensor> both(List<Tensor> first, List<Tensor> second) {
        List<Tensor> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
