package org.energymatching.plot;

import java.util.function.Function;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * A scalar field at the nodes of a rectangular grid: what a landscape is drawn from.
 *
 * @param xMin the x of the first column
 * @param xMax the x of the last column
 * @param yMin the y of the first row
 * @param yMax the y of the last row
 * @param values {@code values[row][column]}, at least two of each; may hold NaN, which is left blank; not copied
 */
public record Grid(double xMin, double xMax, double yMin, double yMax, double[][] values) {

    /** Checks that the sides are finite and not empty, and that the rows are equally long. */
    public Grid {
        if (!(xMin < xMax && yMin < yMax && Double.isFinite(xMax - xMin) && Double.isFinite(yMax - yMin))) {
            throw new UsageException(
                    "The grid spans x from " + xMin + " to " + xMax + " and y from " + yMin + " to " + yMax + ".",
                    "Both spans are finite and end above their start.",
                    "Give the smaller bound first.");
        }
        boolean rectangular = values.length >= 2 && values[0].length >= 2;
        for (double[] row : values) {
            rectangular = rectangular && row.length == values[0].length;
        }
        if (!rectangular) {
            throw new UsageException(
                    "The grid's values are no rectangle of two rows and two columns or more.",
                    "All rows of a grid are equally long, and a cell has four corners.",
                    "Evaluate the field at more nodes.");
        }
    }

    /**
     * Evaluates a field at all nodes at once.
     *
     * @param field takes the nodes (rows · columns, 2), row by row from the smallest y, to one value each
     */
    public static Grid of(
            double xMin,
            double xMax,
            double yMin,
            double yMax,
            int columns,
            int rows,
            Function<Samples, double[]> field) {
        Grid empty = new Grid(xMin, xMax, yMin, yMax, new double[Math.max(0, rows)][Math.max(0, columns)]);
        float[][] nodes = new float[rows * columns][];
        for (int i = 0; i < nodes.length; i++) {
            int row = i / columns;
            nodes[i] = new float[] {(float) empty.x(i % columns), (float) empty.y(row)};
        }
        double[] values = field.apply(Samples.of(nodes));
        if (values.length != nodes.length) {
            throw new UsageException(
                    "The field gave " + values.length + " values for " + nodes.length + " nodes.",
                    "It gives one value for each row it is handed.",
                    "Check the function that evaluates the field.");
        }
        for (int i = 0; i < nodes.length; i++) {
            empty.values[i / columns][i % columns] = values[i];
        }
        return empty;
    }

    /** The number of nodes along y. */
    public int rows() {
        return values.length;
    }

    /** The number of nodes along x. */
    public int columns() {
        return values[0].length;
    }

    /** The value at a node. */
    double at(int row, int column) {
        return values[row][column];
    }

    /** The x of a column, or between columns. */
    double x(double column) {
        return xMin + (xMax - xMin) * column / (columns() - 1);
    }

    /** The y of a row, or between rows. */
    double y(double row) {
        return yMin + (yMax - yMin) * row / (rows() - 1);
    }

    /** The bilinearly interpolated value at a place; NaN outside the grid or beside a missing value. */
    double interpolated(double x, double y) {
        double across = (x - xMin) / (xMax - xMin) * (columns() - 1);
        double up = (y - yMin) / (yMax - yMin) * (rows() - 1);
        if (!(across >= 0 && up >= 0 && across <= columns() - 1 && up <= rows() - 1)) {
            return Double.NaN;
        }
        int column = Math.min((int) across, columns() - 2);
        int row = Math.min((int) up, rows() - 2);
        double s = across - column;
        double t = up - row;
        return (1 - t) * ((1 - s) * at(row, column) + s * at(row, column + 1))
                + t * ((1 - s) * at(row + 1, column) + s * at(row + 1, column + 1));
    }
}
