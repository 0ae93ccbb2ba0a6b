package org.energymatching.metric;

import org.energymatching.Samples;

/**
 * The errors of estimates, over all values of all rows, in the unit of the values.
 *
 * @param meanAbsolute MAE = mean |x̂ - x|, which the median of an ensemble minimises
 * @param rootMeanSquare RMSE = (mean (x̂ - x)²)^½, which the mean of an ensemble minimises
 */
public record PointErrors(double meanAbsolute, double rootMeanSquare) {

    /**
     * The errors of estimates, where row i is an estimate of truth i.
     *
     * @throws org.energymatching.error.UsageException if the shapes differ or are empty
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static PointErrors between(Samples truth, Samples estimate) {
        PairedSamples.require(truth, estimate);
        double absolute = 0;
        double squares = 0;
        int n = truth.values().length;
        for (int i = 0; i < n; i++) {
            double error = (double) estimate.values()[i] - truth.values()[i];
            absolute += Math.abs(error);
            squares += error * error;
        }
        return new PointErrors(absolute / n, Math.sqrt(squares / n));
    }
}
