package org.energymatching.tensor;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that many computations read and none changes: the matrix of an operator, the features of a data set.
 *
 * <p>They enter the engine once, when first asked for, and outlive every {@link Scope}. The garbage collector frees them
 * with the constant itself; threads may share it.
 */
public final class Constant {

    private @Nullable Supplier<Tensor> values;
    private @Nullable Tensor made;

    private Constant(Supplier<Tensor> values) {
        this.values = values;
    }

    /** These values, row-major; not copied. */
    public static Constant of(float[] values, Shape shape) {
        return new Constant(() -> Tensor.of(values, shape));
    }

    /** What this comes to; it is computed once. */
    static Constant of(Supplier<Tensor> values) {
        return new Constant(values);
    }

    /** The values in the engine. */
    public synchronized Tensor tensor() {
        if (values != null) {
            try (Scope scope = Scope.open()) {
                made = values.get().own();
            }
            values = null; // the Java array may go: it can be as large as the tensor
        }
        return Objects.requireNonNull(made);
    }
}
