package org.energymatching.plot;

/**
 * A range of values on a scale.
 *
 * @param scale how values are laid out
 * @param low the position (not the value) of the axis's start
 * @param high the position of its end, above {@code low}
 */
record Axis(Scale scale, double low, double high) {

    /** A range narrower than this share of its own magnitude counts as one value. */
    private static final double NARROWEST = 1e-12;

    private static final double SMALLEST = 1e-290;

    /** An axis over the positions, widened if they are (nearly) one. */
    static Axis over(Scale scale, double low, double high) {
        double magnitude = Math.max(Math.abs(low), Math.abs(high));
        if (high - low > NARROWEST * magnitude && high - low > SMALLEST) {
            return new Axis(scale, low, high);
        }
        double margin = scale != Scale.LINEAR || magnitude <= SMALLEST ? 0.5 : 0.05 * magnitude;
        return new Axis(scale, low - margin, high + margin);
    }

    double length() {
        return high - low;
    }

    /** This axis with room at its two ends, in shares of its length. */
    Axis widened(double below, double above) {
        return new Axis(scale, low - below * length(), high + above * length());
    }

    /** This axis, made as long as {@code least} on both sides of its middle if it is shorter. */
    Axis atLeast(double least) {
        double lacking = Math.max(0, least - length()) / 2;
        return new Axis(scale, low - lacking, high + lacking);
    }

    /** Where a value lies: 0 at the start, 1 at the end, NaN if it has no place on the scale. */
    double fraction(double value) {
        return scale.shows(value) ? (scale.forward(value) - low) / length() : Double.NaN;
    }

    /** The value at a fraction of the length. */
    double value(double fraction) {
        return scale.inverse(low + fraction * length());
    }

    /** Whether the value lies between the ends. */
    boolean contains(double value) {
        double fraction = fraction(value);
        return fraction >= -1e-9 && fraction <= 1 + 1e-9;
    }

    /** About {@code atMost} marks at round values. */
    Ticks ticks(int atMost) {
        return scale.ticks(low, high, atMost);
    }
}
