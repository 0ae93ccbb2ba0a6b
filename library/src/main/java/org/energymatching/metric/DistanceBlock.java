package org.energymatching.metric;

import org.energymatching.Samples;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Squared Euclidean distances between two blocks of rows by a matrix product: |x − y|² = |x|² + |y|² − 2 x·y.
 *
 * <p>In double precision; a distance below the rounding error of the product is zero, so that equal rows have distance zero.
 *
 * @param squares row-major: one row per row of the first block, one column per row of the second
 * @param columns the number of rows of the second block
 */
record DistanceBlock(double[] squares, int columns) {

    /** The number of rows in a block: large enough for fast matrix products, and small enough for a few blocks in memory. */
    static final int ROWS = 1024;

    private static final double ROUNDING = 1e-13;

    /** The number of blocks of the rows. */
    static int count(Samples samples) {
        return (samples.rows() + ROWS - 1) / ROWS;
    }

    /** The distances between a block of one set and a block of another. */
    static DistanceBlock between(Samples first, int i, Samples second, int j) {
        DoubleMatrix x = block(first, i);
        DoubleMatrix y = block(second, j);
        double[] ofX = squaredLengths(x);
        double[] ofY = squaredLengths(y);
        double[] squares = x.timesTransposed(y).values();
        for (int at = 0; at < squares.length; at++) {
            double lengths = ofX[at / ofY.length] + ofY[at % ofY.length];
            double square = lengths - 2 * squares[at];
            squares[at] = square < ROUNDING * lengths ? 0 : square;
        }
        return new DistanceBlock(squares, ofY.length);
    }

    int rows() {
        return squares.length / columns;
    }

    double at(int row, int column) {
        return squares[row * columns + column];
    }

    private static DoubleMatrix block(Samples samples, int number) {
        int from = number * ROWS;
        return DoubleMatrix.ofRows(samples.values(), samples.width(), from, Math.min(samples.rows(), from + ROWS));
    }

    private static double[] squaredLengths(DoubleMatrix x) {
        double[] squares = new double[x.rows()];
        for (int i = 0; i < squares.length; i++) {
            for (int k = 0; k < x.columns(); k++) {
                squares[i] += x.at(i, k) * x.at(i, k);
            }
        }
        return squares;
    }
}
