package org.energymatching.data.file;

import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.DataException;

/** The check that every number is finite: one NaN among a million values would make a training fail without a message. */
public final class FiniteRows {

    private FiniteRows() {}

    /**
     * Throws an error for samples with a NaN or an infinity.
     *
     * @param source the source of the samples, as the start of a sentence
     * @param columns the name of each value in a row; none if they have no names
     * @throws DataException with row and column, counted from 1, of the first such value
     */
    public static void require(Samples samples, String source, List<String> columns) {
        float[] values = samples.values();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                int width = samples.width();
                throw notFinite(source, values[i], i / width, i % width, columns);
            }
        }
    }

    /** The same for numbers in double precision, where NaN may mean a missing value: then only infinities are errors. */
    public static void require(DoubleRows rows, String source, List<String> columns, boolean gaps) {
        double[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i]) && !(gaps && Double.isNaN(values[i]))) {
                throw notFinite(source, values[i], i / rows.width(), i % rows.width(), columns);
            }
        }
    }

    private static DataException notFinite(String source, double value, int row, int column, List<String> columns) {
        return new DataException(
                source + " holds " + value + " in row " + (row + 1) + ", " + column(column, columns) + ".",
                "Every value must be a finite number.",
                "Mend or leave out that row or that column"
                        + (Double.isNaN(value) ? "; data.missing=drop-rows leaves out the rows." : "."));
    }

    /** A column in messages: its name, or its number counted from 1. */
    public static String column(int index, List<String> columns) {
        return columns.isEmpty() ? "value " + (index + 1) : "column '" + columns.get(index) + "'";
    }
}
