package org.energymatching.tensor.engine;

import static org.energymatching.tensor.engine.Binding.longs;
import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.selected;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.Arrays;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;

/**
 * A constant index of rows for many computations, such as the measurement of each chain: it is copied to the engine once.
 *
 * <p>Threads may share it; the garbage collector frees it.
 */
public final class RowIndex {

    private final int size;
    private final Constant numbers;

    private RowIndex(int[] numbers) {
        long[] copied = Arrays.stream(numbers).asLongStream().toArray();
        this.size = copied.length;
        this.numbers = Constant.of(() -> result(() -> longs(copied, Device.cpu())));
    }

    /** Rows with these numbers, from 0; a number may occur more than once. */
    public static RowIndex of(int... numbers) {
        return new RowIndex(numbers);
    }

    /** The number of selected rows. */
    public int size() {
        return size;
    }

    /** These rows of x, in their order: (n, …) to ({@link #size}, …). */
    public Tensor pick(Tensor x) {
        return result(() -> selected(unwrap(x), 0, unwrap(numbers.on(x.device()))));
    }
}
