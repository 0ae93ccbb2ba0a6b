package org.energymatching.nn;

import java.util.Optional;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Dropout of units: x ← x · m / (1 - p), m = 0 with probability p and 1 otherwise (Srivastava et al. 2014).
 *
 * <p>The mask of a row comes from a stream of the layer's name and from the row's number, so that another evaluation, alone or
 * with other rows, has the same mask.
 */
public final class Dropout {

    private static final Dropout NONE = new Dropout(null, 0);

    private final @Nullable Rng rng;
    private final long first;

    private Dropout(@Nullable Rng rng, long first) {
        this.rng = rng;
        this.first = first;
    }

    /** No dropout, for evaluation and sampling. */
    public static Dropout none() {
        return NONE;
    }

    /** Dropout, for training, with rows numbered from {@code first}. */
    public static Dropout of(Rng rng, long first) {
        return new Dropout(rng, first);
    }

    /** The same masks for rows from a later index on. */
    public Dropout from(long row) {
        return rng == null ? this : new Dropout(rng, first + row);
    }

    /** The mask m / (1 - p) of a layer for values of a shape, at a rate p rounded to 2⁻¹⁶; none without dropout. */
    public Optional<Tensor> mask(String name, Shape shape, double rate, Device device) {
        return rng == null || rate == 0 ? Optional.empty() : Optional.of(mask(rng.stream(name), shape, rate, device));
    }

    private Tensor mask(Rng own, Shape shape, double rate, Device device) {
        float[] mask = new float[shape.length()];
        int width = shape.row().length();
        for (int row = 0; row < shape.at(0); row++) {
            draw(own.at(first + row), mask, row * width, width, rate);
        }
        return Tensor.of(mask, shape, device);
    }

    private static void draw(Rng row, float[] mask, int from, int width, double rate) {
        int threshold = (int) Math.round(rate * 0x1p16);
        float kept = (float) (1 / (1 - threshold * 0x1p-16));
        long bits = 0;
        for (int i = 0; i < width; i++) {
            bits = (i & 3) == 0 ? row.nextLong() : bits >>> 16;
            mask[from + i] = (bits & 0xffff) < threshold ? 0 : kept;
        }
    }
}
