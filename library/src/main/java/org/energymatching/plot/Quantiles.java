package org.energymatching.plot;

import java.util.Arrays;

/** Quantiles of the finite among some values, by linear interpolation between the sorted ones. */
final class Quantiles {

    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** The quantiles of those values that the scale can show. */
    static Quantiles of(double[] values, Scale scale) {
        return new Quantiles(Arrays.stream(values).filter(scale::shows).sorted().toArray());
    }

    int count() {
        return sorted.length;
    }

    /** The value below which the share lies: 0 gives the least, 1 the greatest, NaN if there is no value. */
    double at(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
