package org.energymatching.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.FiniteRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * The map that gives each column zero mean and unit scale, and its inverse.
 *
 * <p>z = (x − mean) / scale, column by column, where scale² = Σ(x − mean)² / n over the rows it was fitted to. Moments are
 * computed in two passes, and the map and its inverse, in double precision, so a large common offset costs no digits.
 *
 * @param mean one per column, in the units of the column
 * @param scale one per column, positive, in the units of the column
 */
public record Standardization(double[] mean, double[] scale) {

    /** The relative distance between adjacent floats. */
    private static final double FLOAT_RESOLUTION = 0x1p-24;

    private static final int LISTED = 10;

    public Standardization {
        if (mean.length != scale.length) {
            throw unfit(mean.length + " means came with " + scale.length + " scales.");
        }
        for (int j = 0; j < scale.length; j++) {
            if (!(Double.isFinite(mean[j]) && Double.isFinite(scale[j]) && scale[j] > 0)) {
                throw unfit("Value " + (j + 1) + " has the mean " + mean[j] + " and the scale " + scale[j] + ".");
            }
        }
    }

    /**
     * The standardization of these rows.
     *
     * @param rows two rows or more, finite
     * @param columns the name of each value in a row, for messages; none if they have no names
     * @throws DataException if a column is constant, with the names of all such columns, or has a value that is not finite
     */
    public static Standardization fit(DoubleRows rows, List<String> columns) {
        if (rows.rows() < 2) {
            throw new DataException(
                    "A standardization was to be fitted to " + rows + ".",
                    "A scale can only be estimated from two rows or more.",
                    "Provide more rows.");
        }
        FiniteRows.require(rows, "The table to standardize", columns, false);
        int[] constant = constant(rows);
        if (constant.length > 0) {
            throw new DataException(
                    "All " + rows.rows() + " rows have the same number in "
                            + Arrays.stream(constant)
                                    .limit(LISTED)
                                    .mapToObj(j ->
                                            FiniteRows.column(j, columns) + " (" + Numbers.exact(rows.at(0, j)) + ")")
                                    .collect(Collectors.joining(", "))
                            + (constant.length > LISTED ? " and " + (constant.length - LISTED) + " more" : "") + ".",
                    "A column must vary, or it has no scale to divide by.",
                    "Leave out " + (constant.length == 1 ? "that column" : "these columns") + ".");
        }
        int width = rows.width();
        double[] mean = new double[width];
        double[] scale = new double[width];
        for (int j = 0; j < width; j++) {
            double first = rows.at(0, j);
            double sum = 0;
            for (int i = 0; i < rows.rows(); i++) {
                sum += rows.at(i, j) - first;
            }
            double center = first + sum / rows.rows();
            double squares = 0;
            for (int i = 0; i < rows.rows(); i++) {
                squares += (rows.at(i, j) - center) * (rows.at(i, j) - center);
            }
            mean[j] = center;
            scale[j] = Math.sqrt(squares / rows.rows());
            if (!(Double.isFinite(scale[j]) && scale[j] > 0)) {
                throw new DataException(
                        "The deviation of " + FiniteRows.column(j, columns) + " is " + scale[j] + ".",
                        "The squares of a column's values must have a finite, positive sum.",
                        "Give the column in another unit.");
            }
        }
        return new Standardization(mean, scale);
    }

    /** The columns, counted from 0, in which all rows have the same number. */
    public static int[] constant(DoubleRows rows) {
        return IntStream.range(0, rows.width())
                .filter(j -> IntStream.range(1, rows.rows()).allMatch(i -> rows.at(i, j) == rows.at(0, j)))
                .toArray();
    }

    /** Standardizes: x to (x − mean) / scale; NaN remains NaN. */
    public Samples apply(DoubleRows rows) {
        requireWidth(rows.width(), rows);
        float[] values = new float[rows.values().length];
        for (int i = 0; i < values.length; i++) {
            int j = i % mean.length;
            values[i] = (float) ((rows.values()[i] - mean[j]) / scale[j]);
        }
        return new Samples(values, Shape.of(rows.rows(), rows.width()));
    }

    /** As above, for rows of floats. */
    public Samples apply(Samples samples) {
        return new Samples(apply(DoubleRows.of(samples)).values(), samples.shape());
    }

    /**
     * The inverse, in the columns' own units: z to z · scale + mean, rounded to the last decimal that z, a float, resolves.
     */
    public DoubleRows undo(Samples samples) {
        requireWidth(samples.width(), samples);
        double[] decimals = new double[mean.length];
        for (int j = 0; j < decimals.length; j++) {
            decimals[j] = Math.pow(10, -Math.floor(Math.log10(scale[j] * FLOAT_RESOLUTION)));
        }
        double[] values = new double[samples.values().length];
        for (int i = 0; i < values.length; i++) {
            int j = i % mean.length;
            double x = samples.values()[i] * scale[j] + mean[j];
            double rounded = Math.rint(x * decimals[j]) / decimals[j];
            values[i] = Double.isFinite(rounded) ? rounded : x;
        }
        return new DoubleRows(values, samples.width());
    }

    private void requireWidth(int width, Object rows) {
        if (width != mean.length) {
            throw new UsageException(
                    "A standardization of " + mean.length + " columns was applied to " + rows + ".",
                    "Rows must have as many values as those it was fitted to.",
                    "Pass rows with the same columns.");
        }
    }

    private static UsageException unfit(String happened) {
        return new UsageException(
                happened, "Each column has one mean and one positive scale.", "Use a standardization as fitted.");
    }
}
