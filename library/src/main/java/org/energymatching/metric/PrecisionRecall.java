package org.energymatching.metric;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;

/**
 * Improved precision and recall: the share of the samples in the region of the data, and the share of the data in that of samples.
 *
 * <p>The region of a set is the union of balls, one around each row x, with the distance to the k-th nearest other row as radius:
 *
 * <pre>precision = #{y generated : |y − x| ≤ r_k(x) for a row x of the data} / #generated
 * recall = #{x in the data : |x − y| ≤ r_k(y) for a generated row y} / #data</pre>
 *
 * <p>Artefacts lower the precision, missing modes lower the recall. Both are between 0 and 1 and grow with k; for two
 * sets of one distribution they are well below 1 in many dimensions, so compare with two sets of data. Ten thousand rows of
 * 2048 features take about half a minute on two cores. The result does not depend on the number of threads.
 *
 * <p>T. Kynkäänniemi, T. Karras, S. Laine, J. Lehtinen and T. Aila, "Improved precision and recall metric for assessing
 * generative models", NeurIPS 2019.
 *
 * @param precision the share of the generated rows in the region of the data
 * @param recall the share of the data in the region of the generated rows
 */
public record PrecisionRecall(double precision, double recall) {

    /** k, as in the paper. */
    public static final int NEIGHBOURS = 3;

    /** With k = {@value #NEIGHBOURS}. */
    public static PrecisionRecall of(Samples data, Samples generated) {
        return of(data, generated, NEIGHBOURS);
    }

    /**
     * With balls whose radius is the distance to the k-th nearest other row.
     *
     * @throws UsageException if the widths differ, k is less than 1 or a side has no more than k rows
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static PrecisionRecall of(Samples data, Samples generated, int k) {
        ComparableSamples.require(data, generated);
        if (k < 1 || k >= Math.min(data.rows(), generated.rows())) {
            throw new UsageException(
                    "Neighbour " + k + " was asked for among " + data.rows() + " rows of data and " + generated.rows()
                            + " generated ones.",
                    "k is at least 1, and each side has more than k rows.",
                    "Choose k = " + NEIGHBOURS + ", or draw more samples.");
        }
        double[] ofData = squaredRadii(data, k);
        double[] ofGenerated = squaredRadii(generated, k);
        List<Covered> parts = Workers.common()
                .map(DistanceBlock.count(data), block -> covered(data, ofData, block, generated, ofGenerated));
        boolean[] generatedCovered = new boolean[generated.rows()];
        int dataCovered = 0;
        for (Covered part : parts) {
            dataCovered += count(part.data);
            for (int j = 0; j < generatedCovered.length; j++) {
                generatedCovered[j] |= part.generated[j];
            }
        }
        return new PrecisionRecall(
                (double) count(generatedCovered) / generated.rows(), (double) dataCovered / data.rows());
    }

    /** The squared distance from each row to its k-th nearest other row. */
    private static double[] squaredRadii(Samples points, int k) {
        return Workers.common().map(DistanceBlock.count(points), block -> squaredRadii(points, block, k)).stream()
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double[] squaredRadii(Samples points, int block, int k) {
        int rows = Math.min(DistanceBlock.ROWS, points.rows() - block * DistanceBlock.ROWS);
        double[][] nearest = new double[rows][k];
        for (double[] ofRow : nearest) {
            Arrays.fill(ofRow, Double.POSITIVE_INFINITY);
        }
        for (int other = 0; other < DistanceBlock.count(points); other++) {
            DistanceBlock distances = DistanceBlock.between(points, block, points, other);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < distances.columns(); j++) {
                    if (block != other || i != j) {
                        insert(distances.at(i, j), nearest[i]);
                    }
                }
            }
        }
        return Arrays.stream(nearest).mapToDouble(ofRow -> ofRow[k - 1]).toArray();
    }

    /** Inserts a number into the smallest so far, which are in ascending order, if it is one of them. */
    private static void insert(double value, double[] smallest) {
        int at = smallest.length - 1;
        if (value >= smallest[at]) {
            return;
        }
        for (; at > 0 && smallest[at - 1] > value; at--) {
            smallest[at] = smallest[at - 1];
        }
        smallest[at] = value;
    }

    private static Covered covered(Samples data, double[] ofData, int block, Samples generated, double[] ofGenerated) {
        int first = block * DistanceBlock.ROWS;
        boolean[] dataCovered = new boolean[Math.min(DistanceBlock.ROWS, data.rows() - first)];
        boolean[] generatedCovered = new boolean[generated.rows()];
        for (int other = 0; other < DistanceBlock.count(generated); other++) {
            DistanceBlock distances = DistanceBlock.between(data, block, generated, other);
            int start = other * DistanceBlock.ROWS;
            for (int i = 0; i < distances.rows(); i++) {
                for (int j = 0; j < distances.columns(); j++) {
                    double square = distances.at(i, j);
                    generatedCovered[start + j] |= square <= ofData[first + i];
                    dataCovered[i] |= square <= ofGenerated[start + j];
                }
            }
        }
        return new Covered(dataCovered, generatedCovered);
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    /** The result of one block of data: which of its rows are in the region of the samples, and which samples in that of its rows. */
    private record Covered(boolean[] data, boolean[] generated) {}
}
