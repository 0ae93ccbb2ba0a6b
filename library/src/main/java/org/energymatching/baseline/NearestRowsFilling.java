package org.energymatching.baseline;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.metric.ComparableSamples;

/**
 * Nearest-neighbour imputation (kNN): fills the missing values of a row by their mean over the k training rows that are nearest to it in
 * the Euclidean distance over its known values.
 *
 * <p>O. Troyanskaya et al., "Missing value estimation methods for DNA microarrays", Bioinformatics 17 (2001), with equal weights.
 *
 * @param training rows without gaps
 * @param k the number of neighbours, from 1 to the number of training rows
 */
public record NearestRowsFilling(Samples training, int k) implements Filling {

    /** Checks the rows and k. */
    public NearestRowsFilling {
        ComparableSamples.require(training, training);
        if (k < 1 || k > training.rows()) {
            throw new UsageException(
                    "The " + k + " nearest of " + training.rows() + " rows were asked for.",
                    "There is at least 1 neighbour, and no more than there are rows.",
                    "Ask for 10.");
        }
    }

    @Override
    public float[] fill(float[] row, boolean[] missing) {
        Filling.requireKnown(row, missing, 1);
        if (row.length != training.width()) {
            throw new UsageException(
                    "A row of " + row.length + " values was to be filled from rows of " + training.width() + ".",
                    "Rows are as wide as the training rows.",
                    "Take training rows of the same kind.");
        }
        int[] known = IntStream.range(0, row.length).filter(j -> !missing[j]).toArray();
        int[] nearest = nearest(row, known);
        float[] filled = row.clone();
        for (int j = 0; j < row.length; j++) {
            if (missing[j]) {
                double sum = 0;
                for (int neighbour : nearest) {
                    sum += training.values()[neighbour * row.length + j];
                }
                filled[j] = (float) (sum / k);
            }
        }
        return filled;
    }

    /** The k nearest training rows, by insertion into a sorted list; the first of equally near ones. */
    private int[] nearest(float[] row, int[] known) {
        int[] rows = new int[k];
        double[] squares = new double[k];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
        for (int i = 0; i < training.rows(); i++) {
            double square = square(row, known, i * row.length, squares[k - 1]);
            if (square < squares[k - 1]) {
                int at = k - 1;
                while (at > 0 && squares[at - 1] > square) {
                    squares[at] = squares[at - 1];
                    rows[at] = rows[at - 1];
                    at--;
                }
                squares[at] = square;
                rows[at] = i;
            }
        }
        return rows;
    }

    /** The squared distance over known values, or a number that is no less than a limit once it is reached. */
    private double square(float[] row, int[] known, int offset, double limit) {
        double sum = 0;
        for (int j = 0; j < known.length && sum < limit; j++) {
            double difference = (double) row[known[j]] - training.values()[offset + known[j]];
            sum += difference * difference;
        }
        return sum;
    }
}
