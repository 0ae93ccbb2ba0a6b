package org.energymatching.tensor.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A constant tensor for many computations: the matrix of an operator, the features of a data set.
 *
 * <p>The numbers are copied to the engine once, at first use, and belong to no {@link Scope}. The garbage collector frees them
 * with the constant itself; threads may share it.
 */
public final class Constant {

    private @Nullable Supplier<Tensor> values;
    private final Map<Device, Tensor> made = new HashMap<>();

    private Constant(Supplier<Tensor> values) {
        this.values = values;
    }

    /** These values, row-major; not copied. */
    public static Constant of(float[] values, Shape shape) {
        return new Constant(() -> Tensor.of(values, shape));
    }

    /** The tensor, which is computed once. */
    static Constant of(Supplier<Tensor> values) {
        return new Constant(values);
    }

    /** The values on a device, where they are copied once. */
    public synchronized Tensor on(Device device) {
        if (values != null) {
            try (Scope scope = Scope.open()) {
                Tensor first = values.get().own();
                made.put(first.device(), first);
            }
            values = null; // the Java array can be freed: it can be as large as the tensor
        }
        return made.computeIfAbsent(device, other -> {
            try (Scope scope = Scope.open()) {
                return made.values().iterator().next().to(other).own();
            }
        });
    }
}
