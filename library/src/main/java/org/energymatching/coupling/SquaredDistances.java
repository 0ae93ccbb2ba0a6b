package org.energymatching.coupling;

import org.energymatching.error.UsageException;

/**
 * Squared Euclidean distances |x − y|² to a fixed set of points, in double precision.
 *
 * <p>The points are stored coordinate by coordinate, so that a row of distances is computed by a loop over contiguous numbers
 * that the JIT turns into vector instructions. Instances are immutable and may be shared by threads.
 */
public final class SquaredDistances {

    private final int width;
    private final int count;
    private final double[] coordinates;

    private SquaredDistances(float[] points, int width) {
        this.width = width;
        this.count = rows(points, width);
        this.coordinates = new double[points.length];
        for (int j = 0; j < count; j++) {
            for (int k = 0; k < width; k++) {
                coordinates[k * count + j] = points[j * width + k];
            }
        }
    }

    /**
     * Prepares the distances to these points.
     *
     * @param points row-major, {@code width} numbers a point; copied
     */
    public static SquaredDistances to(float[] points, int width) {
        return new SquaredDistances(points, width);
    }

    /**
     * The matrix of |xᵢ − yⱼ|², row-major: one row per point of {@code from}, one column per point of {@code to}.
     *
     * @param from row-major, {@code width} numbers a point
     * @param to row-major, {@code width} numbers a point
     */
    public static double[] between(float[] from, float[] to, int width) {
        SquaredDistances distances = to(to, width);
        int rows = rows(from, width);
        if ((long) rows * distances.count > Integer.MAX_VALUE - 8) {
            throw new UsageException(
                    rows + " times " + distances.count + " distances do not fit into one array.",
                    "A cost matrix holds at most 2147483639 numbers.",
                    "Use fewer points.");
        }
        double[] matrix = new double[rows * distances.count];
        for (int i = 0; i < rows; i++) {
            distances.from(from, i, matrix, i * distances.count);
        }
        return matrix;
    }

    /** The number of the fixed points. */
    public int count() {
        return count;
    }

    /**
     * Writes the squared distances from one point to all fixed points.
     *
     * @param points row-major, of the same width
     * @param row the index of the point
     * @param into receives {@link #count} numbers
     * @param offset the index in {@code into} of the first one
     */
    public void from(float[] points, int row, double[] into, int offset) {
        double first = points[row * width];
        for (int j = 0; j < count; j++) {
            double difference = coordinates[j] - first;
            into[offset + j] = difference * difference;
        }
        for (int k = 1; k < width; k++) {
            double coordinate = points[row * width + k];
            int start = k * count;
            for (int j = 0; j < count; j++) {
                double difference = coordinates[start + j] - coordinate;
                into[offset + j] += difference * difference;
            }
        }
    }

    private static int rows(float[] points, int width) {
        if (width < 1 || points.length % width != 0) {
            throw new UsageException(
                    points.length + " numbers are no whole number of points of width " + width + ".",
                    "The width is 1 or more and divides the length of the array.",
                    "Pass the width that the points were laid out with.");
        }
        return points.length / width;
    }
}
