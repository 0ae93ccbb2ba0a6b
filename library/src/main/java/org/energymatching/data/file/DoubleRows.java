package org.energymatching.data.file;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * Rows of numbers in double precision, as in files: a float resolves neither a Unix time in seconds nor the decimals of a
 * UTM coordinate.
 *
 * @param values all numbers, row after row; not copied
 * @param width the numbers of a row, at least one
 */
public record DoubleRows(double[] values, int width) {

    public DoubleRows {
        if (width < 1 || values.length % width != 0) {
            throw new UsageException(
                    values.length + " values do not fill rows of " + width + ".",
                    "Every row has the same number of values, one or more.",
                    "Pass the width that the values were laid out for.");
        }
    }

    /** The same numbers as rows of floats. */
    public static DoubleRows of(Samples samples) {
        double[] values = new double[samples.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples.values()[i];
        }
        return new DoubleRows(values, samples.width());
    }

    /** The number of rows. */
    public int rows() {
        return values.length / width;
    }

    /** The number in one row and column, both counted from 0. */
    public double at(int row, int column) {
        return values[row * width + column];
    }

    /** The rows with these numbers, in this order; a number may occur more than once. */
    public DoubleRows pick(int... rows) {
        double[] picked = new double[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, picked, i * width, width);
        }
        return new DoubleRows(picked, width);
    }

    /** The numbers of one column, which is counted from 0. */
    public double[] column(int column) {
        double[] picked = new double[rows()];
        Arrays.setAll(picked, row -> at(row, column));
        return picked;
    }

    /**
     * Each number rounded to the nearest float; NaN remains NaN.
     *
     * @param source the source of the rows, as the start of a sentence
     * @param columns the name of each value in a row; none if they have no names
     * @throws DataException if a finite number is beyond the range of a float
     */
    public Samples toSamples(String source, List<String> columns) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
            if (Float.isInfinite(floats[i]) && Double.isFinite(values[i])) {
                throw new DataException(
                        source + " holds " + values[i] + " in row " + (i / width + 1) + ", "
                                + FiniteRows.column(i % width, columns) + ".",
                        "A number in use lies within ±" + Float.MAX_VALUE + ".",
                        "Give that column in another unit, or leave it out.");
            }
        }
        return new Samples(floats, Shape.of(rows(), width));
    }

    /** As in {@code DoubleRows(2000, 2)}: the values themselves are too long. */
    @Override
    public String toString() {
        return "DoubleRows" + Shape.of(rows(), width);
    }
}
