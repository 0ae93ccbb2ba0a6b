package org.energymatching.checkpoint.file;

import java.util.Arrays;
import org.energymatching.data.file.NumberType;
import org.energymatching.tensor.Shape;

/**
 * A tensor in a {@code torch.save} file: a view of a storage, read when its values are needed.
 *
 * <p>The element at index (i₀, i₁, …) is number offset + i₀·stride₀ + i₁·stride₁ + … of the storage, which several tensors may
 * share. It is checked at once that all of them are within the storage. Source: {@code torch._utils._rebuild_tensor_v2}.
 */
public final class TorchTensor {

    /** The limit of repeated numbers, as in a tensor of {@code expand}; without it small files could fill the memory. */
    private static final long MOST_REPEATED = 1 << 20;

    private final TorchStorage storage;
    private final long offset;
    private final Shape shape;
    private final long[] strides;
    private final int span;

    private TorchTensor(TorchStorage storage, long offset, Shape shape, long[] strides, int span) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
        this.span = span;
    }

    /** The view of a storage with these sizes and strides, none of them negative. */
    static TorchTensor of(TorchStorage storage, long offset, long[] sizes, long[] strides) {
        Shape shape = Shape.of(sizes);
        try {
            if (sizes.length != strides.length || offset < 0) {
                throw outside(storage, offset, shape, strides);
            }
            long size = shape.size();
            if (size > Math.min(Integer.MAX_VALUE, Math.max(storage.count(), MOST_REPEATED))) {
                throw storage.file()
                        .refused("has a tensor of shape " + shape + " from " + storage.count() + " numbers");
            }
            long span = size == 0 ? 0 : 1;
            for (int axis = 0; axis < sizes.length && size > 0; axis++) {
                span = Math.addExact(span, Math.multiplyExact(sizes[axis] - 1, strides[axis]));
            }
            if (Math.addExact(offset, span) > storage.count()) {
                throw outside(storage, offset, shape, strides);
            }
            return new TorchTensor(storage, offset, shape, strides, Math.toIntExact(span));
        } catch (ArithmeticException e) {
            throw outside(storage, offset, shape, strides);
        }
    }

    /** The extents. */
    public Shape shape() {
        return shape;
    }

    /** The type of its numbers in the file. */
    public NumberType type() {
        return storage.type();
    }

    /** The device of the computation, as in {@code cpu} or {@code cuda:0}, which does not affect how it is read. */
    public String device() {
        return storage.device();
    }

    /** Reads the values, row-major, each converted to a float as {@link NumberType} says. */
    public float[] values() {
        float[] numbers = storage.read(offset, span);
        return isRowMajor() ? numbers : gathered(numbers);
    }

    private boolean isRowMajor() {
        long expected = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            if (shape.at(axis) != 1 && strides[axis] != expected) {
                return span == 0;
            }
            expected *= shape.at(axis);
        }
        return true;
    }

    private float[] gathered(float[] numbers) {
        float[] values = new float[shape.length()];
        long[] index = new long[strides.length];
        long from = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[(int) from];
            for (int axis = index.length - 1; axis >= 0; axis--) {
                if (++index[axis] < shape.at(axis)) {
                    from += strides[axis];
                    break;
                }
                from -= (shape.at(axis) - 1) * strides[axis];
                index[axis] = 0;
            }
        }
        return values;
    }

    private static RuntimeException outside(TorchStorage storage, long offset, Shape shape, long[] strides) {
        return storage.file()
                .damaged(
                        "has a tensor of shape " + shape + " with strides " + Arrays.toString(strides) + " from number "
                                + offset + " on, which do not lie within the " + storage.count() + " of its storage");
    }

    /** As in {@code TorchTensor(64, 2)}. */
    @Override
    public String toString() {
        return "TorchTensor" + shape;
    }
}
