package org.energymatching.tensor.engine;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Converts a {@link Tensor} to the binding's tensor and back, for layers that need more than the operations of {@code Tensor}.
 *
 * <p>This package is not exported, so no type of the binding is public. {@code Tensor} gives this class access to its
 * constructor and its field when it is loaded, as classes of the JDK do.
 */
public final class Binding {

    private static @Nullable Access access;

    /**
     * The access that only {@link Tensor} can give.
     *
     * @param unwrap from a {@link Tensor} to the binding's tensor
     * @param wrap from the binding's tensor to a {@link Tensor}
     */
    public record Access(
            Function<Tensor, org.bytedeco.pytorch.Tensor> unwrap, Function<org.bytedeco.pytorch.Tensor, Tensor> wrap) {}

    private Binding() {}

    /** Called once, by {@link Tensor}. */
    public static void open(Access granted) {
        access = granted;
    }

    /** The binding's tensor of a {@link Tensor}. */
    public static org.bytedeco.pytorch.Tensor unwrap(Tensor tensor) {
        return access().unwrap().apply(tensor);
    }

    /** A tensor of the binding as a {@link Tensor}. */
    public static Tensor wrap(org.bytedeco.pytorch.Tensor value) {
        return access().wrap().apply(value);
    }

    /** A part of a tuple or vector of the binding as a separate value, which remains valid without it. */
    public static Tensor wrapCopy(org.bytedeco.pytorch.Tensor part) {
        return wrap(new org.bytedeco.pytorch.Tensor(part));
    }

    /** The result of an operation of the binding, with readable errors. */
    public static Tensor result(Supplier<org.bytedeco.pytorch.Tensor> operation) {
        return wrap(Engine.call(operation));
    }

    /** A list as the binding's type. */
    public static TensorVector vector(List<Tensor> tensors) {
        TensorVector vector = new TensorVector();
        for (Tensor tensor : tensors) {
            vector.push_back(unwrap(tensor));
        }
        return vector;
    }

    /** Parts of an axis by number. */
    public static org.bytedeco.pytorch.Tensor selected(
            org.bytedeco.pytorch.Tensor value, long axis, org.bytedeco.pytorch.Tensor numbers) {
        if (value.is_meta()) { // where index_select is not implemented
            long[] extents = value.sizes().vec().get();
            long[] line = new long[extents.length];
            Arrays.fill(line, 1);
            line[(int) axis] = numbers.numel();
            extents[(int) axis] = numbers.numel();
            return value.gather(axis, numbers.reshape(line).expand(extents));
        }
        return value.index_select(axis, numbers);
    }

    /** Indices. */
    public static org.bytedeco.pytorch.Tensor longs(int[] values, Device device) {
        return longs(Arrays.stream(values).asLongStream().toArray(), device);
    }

    /** Whole numbers, such as keys and indices, for the operations of this package. */
    public static org.bytedeco.pytorch.Tensor longs(long[] values, Device device) {
        var made = torch.zeros(new long[] {values.length}, new TensorOptions(torch.ScalarType.Long));
        Engine.countUpload(values.length);
        if (values.length > 0) {
            made.data_ptr_long().capacity(values.length).put(values);
        }
        return on(device, made);
    }

    /** The device of a tensor of the binding. */
    public static Device deviceOf(org.bytedeco.pytorch.Tensor value) {
        if (value.is_cpu()) {
            return Device.cpu();
        }
        return value.is_meta() ? Device.meta() : new Device(value.device().str().getString());
    }

    /** The binding's options for tensors of a type on a device. */
    public static TensorOptions options(Device device, torch.ScalarType type) {
        return new TensorOptions(type).device(new DeviceOptional(unwrap(device)));
    }

    /**
     * A tensor of the binding on a device; the same one if it has this device. From the processor to a GPU it is copied from pinned
     * memory, while the caller goes on; what the GPU does with it waits for the copy.
     */
    public static org.bytedeco.pytorch.Tensor on(Device device, org.bytedeco.pytorch.Tensor value) {
        if (deviceOf(value).equals(device)) {
            return value;
        }
        boolean upload = value.is_cpu() && device.name().startsWith("cuda");
        return (upload ? value.pin_memory() : value)
                .to(unwrap(device), value.scalar_type(), upload, false, new MemoryFormatOptional());
    }

    private static org.bytedeco.pytorch.Device unwrap(Device device) {
        return new org.bytedeco.pytorch.Device(device.name());
    }

    private static Access access() {
        Access granted = access;
        if (granted == null) {
            try {
                MethodHandles.lookup().ensureInitialized(Tensor.class);
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException("Tensor is public", impossible);
            }
            granted = access;
        }
        if (granted == null) {
            throw new IllegalStateException("Tensor opens the binding when it is initialised");
        }
        return granted;
    }
}
