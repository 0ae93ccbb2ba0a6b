package org.energymatching.data;

import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * The map that gives each column zero mean and unit scale, and its inverse.
 *
 * <p>z = (x − mean) / scale, column by column, where scale² = Σ(x − mean)² / n over the rows it was fitted to. Moments are
 * accumulated in double precision by Welford's recurrence, so a large common offset costs no digits. Source: B. P. Welford,
 * Technometrics 4 (1962).
 *
 * @param mean one per column, in the units of the column
 * @param scale one per column, positive, in the units of the column
 */
public record Standardization(float[] mean, float[] scale) {

    /** Checks that each mean has a positive, finite scale. */
    public Standardization {
        if (mean.length != scale.length) {
            throw unfit(mean.length + " means came with " + scale.length + " scales.");
        }
        for (int j = 0; j < scale.length; j++) {
            if (!(Float.isFinite(mean[j]) && Float.isFinite(scale[j]) && scale[j] > 0)) {
                throw unfit("Value " + (j + 1) + " has the mean " + mean[j] + " and the scale " + scale[j] + ".");
            }
        }
    }

    /**
     * The standardization of these rows.
     *
     * @param samples two rows or more, finite
     * @param columns the name of each value in a row, for messages; none if they have no names
     * @throws DataException if a column is constant or holds a value that is not finite
     */
    public static Standardization fit(Samples samples, List<String> columns) {
        if (samples.rows() < 2) {
            throw new DataException(
                    "A standardization was to be fitted to " + samples + ".",
                    "A scale can only be estimated from two rows or more.",
                    "Provide more rows.");
        }
        FiniteRows.require(samples, "The table to standardize", columns);
        int width = samples.width();
        float[] mean = new float[width];
        float[] scale = new float[width];
        for (int j = 0; j < width; j++) {
            double center = 0;
            double squares = 0;
            for (int i = 0; i < samples.rows(); i++) {
                double x = samples.values()[i * width + j];
                double before = x - center;
                center += before / (i + 1);
                squares += before * (x - center);
            }
            mean[j] = (float) center;
            scale[j] = (float) Math.sqrt(squares / samples.rows());
            if (scale[j] == 0) {
                throw new DataException(
                        "All " + samples.rows() + " rows have the same number in " + FiniteRows.column(j, columns)
                                + ": " + mean[j] + ".",
                        "A column must vary, or it has no scale to divide by.",
                        "Leave that column out.");
            }
        }
        return new Standardization(mean, scale);
    }

    /** Standardizes: x to (x − mean) / scale. */
    public Samples apply(Samples samples) {
        return map(samples, (x, j) -> (x - mean[j]) / scale[j]);
    }

    /** Back to the columns' own units: z to z · scale + mean. */
    public Samples undo(Samples samples) {
        return map(samples, (z, j) -> z * scale[j] + mean[j]);
    }

    @FunctionalInterface
    private interface ColumnMap {
        double apply(double value, int column);
    }

    private Samples map(Samples samples, ColumnMap map) {
        if (samples.width() != mean.length) {
            throw new UsageException(
                    "A standardization of " + mean.length + " columns was applied to " + samples + ".",
                    "Rows must have as many values as those it was fitted to.",
                    "Pass rows with the same columns.");
        }
        float[] values = new float[samples.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) map.apply(samples.values()[i], i % mean.length);
        }
        return new Samples(values, samples.shape());
    }

    private static UsageException unfit(String happened) {
        return new UsageException(
                happened, "Each column has one mean and one positive scale.", "Use a standardization as fitted.");
    }
}
