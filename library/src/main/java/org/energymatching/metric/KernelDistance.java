package org.energymatching.metric;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The kernel distance (KID): the unbiased squared maximum mean discrepancy of features under a cubic kernel.
 *
 * <pre>E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y)        k(x, y) = (x·y / d + 1)³</pre>
 *
 * <p>The expectations are means over pairs of distinct rows in random subsets; the mean over the subsets is the estimate,
 * and the standard deviation over them is its precision. Unlike {@link FrechetDistance} it has no bias from few rows: for two sets of
 * one distribution it varies around zero. The result depends on the generator, not on the number of threads.
 *
 * <p>M. Bińkowski, D. Sutherland, M. Arbel and A. Gretton, "Demystifying MMD GANs", ICLR 2018.
 *
 * @param mean over the subsets; may be slightly negative
 * @param standardDeviation of the subsets' values around their mean, the root of the mean square
 * @param subsets the number of subsets
 * @param subsetRows the number of rows of each side in each subset
 */
public record KernelDistance(double mean, double standardDeviation, int subsets, int subsetRows) {

    /** As usual in the literature. */
    public static final int SUBSETS = 100;

    /** As usual in the literature. */
    public static final int SUBSET_ROWS = 1000;

    /** By {@value #SUBSETS} subsets of {@value #SUBSET_ROWS} rows, or of as many as the smaller side has. */
    public static KernelDistance between(Samples first, Samples second, Rng rng) {
        int rows = Math.min(SUBSET_ROWS, Math.min(first.rows(), second.rows()));
        return between(first, second, SUBSETS, rows, rng);
    }

    /**
     * By a number of subsets of a number of rows, drawn without replacement from each side.
     *
     * @throws UsageException if the widths differ, a side has fewer than two rows, there is no subset, or its rows
     *     are fewer than two or more than a side has
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static KernelDistance between(Samples first, Samples second, int subsets, int subsetRows, Rng rng) {
        ComparableSamples.require(first, second);
        int most = Math.min(first.rows(), second.rows());
        if (subsets < 1 || subsetRows < 2 || subsetRows > most) {
            throw new UsageException(
                    "The kernel distance was asked for with " + subsets + " subsets of " + subsetRows + " rows.",
                    "There is at least 1 subset, of 2 to " + most + " rows: as many as the smaller side has.",
                    "Ask for smaller subsets, or draw more samples.");
        }
        List<Double> values = Workers.common().map(subsets, subset -> {
            Rng own = rng.at(subset);
            return squaredDiscrepancy(
                    subset(first, subsetRows, own.stream("first")), subset(second, subsetRows, own.stream("second")));
        });
        double mean = values.stream().mapToDouble(value -> value).sum() / subsets;
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new KernelDistance(mean, Math.sqrt(squares / subsets), subsets, subsetRows);
    }

    /** The first numbers of a random permutation (Fisher and Yates), as rows. */
    private static DoubleMatrix subset(Samples samples, int rows, Rng rng) {
        int[] order = new int[samples.rows()];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < rows; i++) {
            int j = rng.nextInt(i, order.length);
            int chosen = order[j];
            order[j] = order[i];
            order[i] = chosen;
        }
        Samples picked = samples.pick(Arrays.copyOf(order, rows));
        return DoubleMatrix.ofRows(picked.values(), picked.width(), 0, rows);
    }

    private static double squaredDiscrepancy(DoubleMatrix x, DoubleMatrix y) {
        double n = x.rows();
        double within = sum(x, x) - ofRowsWithThemselves(x) + sum(y, y) - ofRowsWithThemselves(y);
        return within / (n * (n - 1)) - 2 * sum(x, y) / (n * n);
    }

    private static double sum(DoubleMatrix x, DoubleMatrix y) {
        double sum = 0;
        for (double product : x.timesTransposed(y).values()) {
            sum += kernel(product, x.columns());
        }
        return sum;
    }

    private static double ofRowsWithThemselves(DoubleMatrix x) {
        double sum = 0;
        for (int i = 0; i < x.rows(); i++) {
            double square = 0;
            for (int k = 0; k < x.columns(); k++) {
                square += x.at(i, k) * x.at(i, k);
            }
            sum += kernel(square, x.columns());
        }
        return sum;
    }

    private static double kernel(double product, int width) {
        double base = product / width + 1;
        return base * base * base;
    }
}
