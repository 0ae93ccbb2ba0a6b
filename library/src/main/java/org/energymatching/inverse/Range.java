package org.energymatching.inverse;

import org.energymatching.error.UsageException;

/**
 * The values from {@code low} to {@code high}.
 *
 * @param low the least
 * @param high the greatest, not below it
 */
public record Range(double low, double high) {

    /** Checks the order. */
    public Range {
        if (!(low <= high)) {
            throw new UsageException(
                    "A range from " + low + " to " + high + " was asked for.",
                    "A range ends where it begins, or above.",
                    "Exchange the two.");
        }
    }

    /** The range of pixels: [-1, 1]. */
    public static Range pixels() {
        return new Range(-1, 1);
    }

    /** Every number. */
    public static Range unbounded() {
        return new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
}
