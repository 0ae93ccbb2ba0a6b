package org.energymatching.tensor.engine;

import static org.energymatching.tensor.engine.Binding.longs;
import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.selected;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.Arrays;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;

/**
 * A selection of the values of each row, yᵢ = x(kᵢ); its transpose puts them at their positions and zeros elsewhere.
 *
 * <p>Both maps are linear, each the transpose of the other, and both are recorded.
 */
public final class Selection {

    private final int width;
    private final int[] places;
    private final Constant index;

    private Selection(int width, int[] places) {
        this.width = width;
        this.places = places;
        this.index = Constant.of(this::indices);
    }

    /**
     * A selection from rows of this many values.
     *
     * @param width the number of values in a row
     * @param places k, each from 0 to width - 1, none twice
     */
    public static Selection of(int width, int... places) {
        boolean[] taken = new boolean[width];
        for (int place : places) {
            if (place < 0 || place >= width || taken[place]) {
                throw new UsageException(
                        "Value " + place + " was selected from rows of " + width + " values"
                                + (place >= 0 && place < width ? " a second time." : "."),
                        "Values are numbered from 0 to " + (width - 1) + ", and each is selected once at most.",
                        "Correct the list of places.");
            }
            taken[place] = true;
        }
        return new Selection(width, places.clone());
    }

    /** k. */
    public int[] places() {
        return places.clone();
    }

    /** The number of selected values. */
    public int size() {
        return places.length;
    }

    /** The selected values: (B, …) with {@code width} values a row to (B, n). */
    public Tensor take(Tensor x) {
        return result(() -> selected(unwrap(x).reshape(-1, width), 1, unwrap(index.on(x.device()))));
    }

    /** The values at their positions and zeros elsewhere: (B, n) to (B, width). */
    public Tensor put(Tensor y) {
        return result(() -> {
            var rows = unwrap(y).reshape(-1, places.length);
            return rows.new_zeros(rows.size(0), width).index_copy(1, unwrap(index.on(y.device())), rows);
        });
    }

    private Tensor indices() {
        return result(() -> longs(Arrays.stream(places).asLongStream().toArray(), Device.cpu()));
    }
}
