package org.energymatching.nn;

import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which units of an evaluation are left out: x ← x · m / (1 - p), m = 0 with probability p and 1 otherwise (Srivastava et
 * al. 2014).
 *
 * <p>The mask of a layer is drawn from a stream of the layer's name, so that evaluating it again leaves out the same units.
 */
public final class Dropout {

    private static final Dropout NONE = new Dropout(null);

    private final @Nullable Rng rng;

    private Dropout(@Nullable Rng rng) {
        this.rng = rng;
    }

    /** Nothing is left out: evaluation and sampling. */
    public static Dropout none() {
        return NONE;
    }

    /** Units are left out: training. */
    public static Dropout of(Rng rng) {
        return new Dropout(rng);
    }

    /** x with units left out at this rate, rounded to 2⁻¹⁶, by the mask of a name. */
    Tensor apply(String name, Tensor x, double rate) {
        if (rng == null || rate == 0) {
            return x;
        }
        Rng own = rng.stream(name);
        int threshold = (int) Math.round(rate * 0x1p16);
        float kept = (float) (1 / (1 - threshold * 0x1p-16));
        float[] mask = new float[x.shape().length()];
        long bits = 0;
        for (int i = 0; i < mask.length; i++) {
            bits = (i & 3) == 0 ? own.nextLong() : bits >>> 16;
            mask[i] = (bits & 0xffff) < threshold ? 0 : kept;
        }
        return x.times(Tensor.of(mask, x.shape()));
    }
}
