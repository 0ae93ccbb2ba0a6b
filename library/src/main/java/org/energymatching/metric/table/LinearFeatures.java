package org.energymatching.metric.table;

import java.util.Arrays;
import java.util.List;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Rows as features of a linear model: 1, standardised numbers, and levels in one-hot encoding.
 *
 * <p>A missing number is the mean; columns with missing numbers have a second feature, 1 where the number is missing.
 *
 * @param columns of all tables, at least one
 * @param means of numbers
 * @param deviations of numbers, 1 if it is 0
 */
record LinearFeatures(List<ColumnValues> columns, double[] means, double[] deviations) {

    /** With means and deviations of one of the tables. */
    static LinearFeatures fit(List<ColumnValues> columns, int table) {
        double[] means = new double[columns.size()];
        double[] deviations = new double[columns.size()];
        for (int j = 0; j < means.length; j++) {
            double[] values = columns.get(j).present(table);
            double mean = Arrays.stream(values).average().orElse(0);
            means[j] = mean;
            double variance = Arrays.stream(values)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElse(0);
            deviations[j] = variance > 0 ? Math.sqrt(variance) : 1;
        }
        return new LinearFeatures(columns, means, deviations);
    }

    /** The features of a table's rows, (rows, features). */
    DoubleMatrix of(int table) {
        int rows = columns.get(0).tables()[table].length;
        int[] widths = columns.stream().mapToInt(LinearFeatures::width).toArray();
        int width = 1 + Arrays.stream(widths).sum();
        double[] values = new double[Math.multiplyExact(rows, width)];
        for (int i = 0; i < rows; i++) {
            int at = i * width;
            values[at++] = 1;
            for (int j = 0; j < means.length; j++) {
                ColumnValues column = columns.get(j);
                double x = column.tables()[table][i];
                if (!column.isNumber()) {
                    values[at + (int) x] = 1;
                } else if (Double.isNaN(x)) {
                    values[at + 1] = 1;
                } else {
                    values[at] = (x - means[j]) / deviations[j];
                }
                at += widths[j];
            }
        }
        return new DoubleMatrix(rows, width, values);
    }

    private static int width(ColumnValues column) {
        return column.isNumber() ? (hasMissing(column) ? 2 : 1) : column.levels();
    }

    private static boolean hasMissing(ColumnValues column) {
        return Arrays.stream(column.tables()).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
    }
}
