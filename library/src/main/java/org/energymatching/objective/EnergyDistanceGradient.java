package org.energymatching.objective;

import org.energymatching.Samples;

/**
 * The part of the unbiased energy distance that points can change, and its slope at each of them.
 *
 * <pre>
 * 2/(nm) Σ_ij ‖x_i - y_j‖ - 1/(n(n-1)) Σ_(i≠j) ‖x_i - x_j‖
 * </pre>
 *
 * @param value this, at least minus the data's mean distance from one another
 * @param slopes its derivative with respect to each coordinate of each x
 */
record EnergyDistanceGradient(double value, double[] slopes) {

    static EnergyDistanceGradient between(Samples x, Samples y) {
        int n = x.rows();
        double[] slopes = new double[x.values().length];
        double value = pull(x, y, 2.0 / ((double) n * y.rows()), slopes)
                // each pair is met twice, and moves with both of its points
                + pull(x, x, -2.0 / (n * Math.max(1.0, n - 1.0)), slopes) / 2;
        return new EnergyDistanceGradient(value, slopes);
    }

    /** Adds weight Σ_j (x_i - y_j)/‖x_i - y_j‖ to the slopes; the weighted sum of distances. */
    private static double pull(Samples x, Samples y, double weight, double[] slopes) {
        float[] from = x.values();
        float[] to = y.values();
        int width = x.width();
        double sum = 0;
        for (int i = 0; i < from.length; i += width) {
            for (int j = 0; j < to.length; j += width) {
                double squared = 0;
                for (int k = 0; k < width; k++) {
                    double difference = from[i + k] - to[j + k];
                    squared += difference * difference;
                }
                double distance = Math.sqrt(squared);
                sum += distance;
                for (int k = 0; distance > 0 && k < width; k++) {
                    slopes[i + k] += weight * (from[i + k] - to[j + k]) / distance;
                }
            }
        }
        return weight * sum;
    }
}
