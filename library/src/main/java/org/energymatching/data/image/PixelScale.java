package org.energymatching.data.image;

import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.data.file.NumberType;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.DataException;

/** The scale of the pixels in a NumPy array. */
public enum PixelScale {
    /**
     * By their type and range, if these are unambiguous: whole numbers 0 to 255, or floats in [−1, 1] on both sides of 0; with noise,
     * floats whose mean is below 0.
     */
    AUTO,
    /** −1 for black to 1 for white, and beyond where there is noise: the scale of potentials. */
    SIGNED,
    /** 0 for black to 1 for white. */
    UNIT,
    /** 0 for black to 255 for white. */
    BYTES;

    /**
     * The numbers in the scale of potentials.
     *
     * @param source their source, as the start of a sentence
     * @param type of the numbers as they were stored
     * @param noisy whether they may be outside [−1, 1], as in measurements
     * @throws DataException if the numbers are not in this scale, or their scale is ambiguous
     */
    Samples signed(Samples stored, String source, NumberType type, boolean noisy) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        double mean = 0;
        for (float value : stored.values()) {
            low = Math.min(low, value);
            high = Math.max(high, value);
            mean += value / (double) stored.values().length;
        }
        // Noise does not change the mean: below zero it is not that of an image from 0 to 1, and far above one it is
        // not
        // that of one from -1 to 1 either, which the caller has to check.
        boolean signed = noisy ? mean < 0 || mean > 2 : low < 0 && low >= -1 && high <= 1;
        PixelScale scale = this == AUTO ? inferred(source, type, signed, low, high) : this;
        float top = scale == BYTES ? 255 : 1;
        if (scale != SIGNED && (low < 0 || high > top)) {
            throw refused(
                    source, type, low, high, "Numbers from 0 for black to " + (int) top + " for white were said.");
        }
        if (scale == SIGNED) {
            return stored;
        }
        float[] values = new float[stored.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (stored.values()[i] / (top / 2.0) - 1);
        }
        return new Samples(values, stored.shape());
    }

    private static PixelScale inferred(String source, NumberType type, boolean signed, float low, float high) {
        boolean floats =
                type == NumberType.F16 || type == NumberType.BF16 || type == NumberType.F32 || type == NumberType.F64;
        String expected = floats
                ? "Floats from -1 for black to 1 for white are recognised by lying on both sides of 0 and within [-1, 1],"
                        + " those with noise by a mean below 0."
                : "Whole numbers from 0 for black to 255 for white were expected, some of them above 1.";
        boolean clear = floats ? signed : type != NumberType.BOOL && low >= 0 && high > 1 && high <= 255;
        if (!clear) {
            throw refused(source, type, low, high, expected);
        }
        return floats ? SIGNED : BYTES;
    }

    private static DataException refused(String source, NumberType type, float low, float high, String expected) {
        return new DataException(
                String.format(
                        Locale.ROOT,
                        "%s holds pictures as numbers of type %s from %s to %s.",
                        source,
                        type,
                        Numbers.brief(low),
                        Numbers.brief(high)),
                expected,
                "Say what they are with --pixels signed (-1 to 1, also beyond), unit (0 to 1) or bytes (0 to 255), or save"
                        + " them as uint8.");
    }
}
