package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * A box, corner to corner.
 *
 * @param low lower corner
 * @param high upper corner
 */
record Box(double[] low, double[] high) {

    /** Twice as wide as the points in every direction. */
    static Box around(Samples points) {
        int d = points.width();
        double[] low = new double[d];
        double[] high = new double[d];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int at = 0; at < points.values().length; at++) {
            low[at % d] = Math.min(low[at % d], points.values()[at]);
            high[at % d] = Math.max(high[at % d], points.values()[at]);
        }
        for (int j = 0; j < d; j++) {
            double half = (high[j] - low[j]) / 2;
            if (!(half > 0 && Double.isFinite(half))) {
                throw new UsageException(
                        "A density was sought around " + points + ", which extend from " + low[j] + " to " + high[j]
                                + " in number " + (j + 1) + " of a row.",
                        "There are two points or more, finite and different in every direction.",
                        "Pass points that show where the density lies, such as the data.");
            }
            low[j] -= half;
            high[j] += half;
        }
        return new Box(low, high);
    }

    double width(int axis) {
        return high[axis] - low[axis];
    }

    double at(int axis, int node, int nodes) {
        return low[axis] + width(axis) * node / (nodes - 1);
    }
}
