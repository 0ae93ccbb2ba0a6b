package org.energymatching.geometry;

import java.util.Arrays;
import java.util.Locale;
import org.energymatching.error.UsageException;

/**
 * The local intrinsic dimension of each of several points.
 *
 * @param threshold τ, below which an eigenvalue counts as flat
 * @param ambient the number of values in a point, the largest possible dimension
 * @param values the dimension at each point; whole numbers where all eigenvalues were computed
 * @param standardErrors of the values; zero where all eigenvalues were computed
 */
public record IntrinsicDimension(double threshold, int ambient, double[] values, double[] standardErrors) {

    /** The mean over all points. */
    public double mean() {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** The quadratic mean of the standard errors: the typical error of a value. */
    public double standardError() {
        return Math.sqrt(Arrays.stream(standardErrors)
                .map(error -> error * error)
                .average()
                .orElse(Double.NaN));
    }

    /** Whether every eigenvalue of every point is below the threshold, or none is, so that the threshold separates nothing. */
    public boolean tellsNothing() {
        return Arrays.stream(values).allMatch(value -> value > ambient - 0.5)
                || Arrays.stream(values).allMatch(value -> value < 0.5);
    }

    /** Refuses an invalid threshold. */
    static double requireThreshold(double threshold) {
        if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "Eigenvalues of magnitude below " + threshold + " were to be counted.",
                    "A threshold is a number above zero.",
                    "The paper takes 3 for handwritten digits; Threshold.of finds one in a spectrum.");
        }
        return threshold;
    }

    /** As in {@code IntrinsicDimension(2.0 of 3 at 100 points, threshold 0.5)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "IntrinsicDimension(%.1f of %d at %d points, threshold %s)",
                mean(),
                ambient,
                values.length,
                threshold);
    }
}
