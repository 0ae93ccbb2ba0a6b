package org.energymatching.metric;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.energymatching.Samples;
import org.energymatching.coupling.SquaredDistances;
import org.energymatching.tensor.Workers;

/**
 * The energy distance 2 E|X − Y| − E|X − X′| − E|Y − Y′|, with X, X′ from one distribution and Y, Y′ from the other.
 *
 * <p>The expectations are means over all pairs of distinct rows, |·| is the Euclidean length. The estimate is unbiased:
 * for two sets from one distribution it varies around zero and is negative about half of the time. It has the unit of
 * the coordinates. The result does not depend on the number of threads: each row is summed by one thread, and the rows
 * are summed in their order.
 *
 * <p>G. Székely and M. Rizzo, "Energy statistics: a class of statistics based on distances", Journal of Statistical
 * Planning and Inference 143 (2013).
 */
public final class EnergyDistance {

    private static final int ROWS_AT_A_TIME = 64;

    private EnergyDistance() {}

    /**
     * The unbiased estimate from n and m rows, in time n² + nm + m² times the width.
     *
     * @throws org.energymatching.error.UsageException if the widths differ or a side has fewer than two rows
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double between(Samples first, Samples second) {
        ComparableSamples.require(first, second);
        double n = first.rows();
        double m = second.rows();
        SquaredDistances toFirst = SquaredDistances.to(first.values(), first.width());
        SquaredDistances toSecond = SquaredDistances.to(second.values(), second.width());
        return 2 * sum(first, toSecond, EnergyDistance::sumOfRoots) / (n * m)
                - sum(first, toFirst, EnergyDistance::sumOfRoots) / (n * (n - 1))
                - sum(second, toSecond, EnergyDistance::sumOfRoots) / (m * (m - 1));
    }

    /** The sum over all pairs of a row and a point, from the sum over the squared distances of one row from all points. */
    static double sum(Samples from, SquaredDistances to, ToDoubleFunction<double[]> ofRow) {
        int rows = from.rows();
        double[] sums = new double[rows];
        int blocks = (rows + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;
        Workers.common().map(blocks, block -> {
            double[] squares = new double[to.count()];
            int end = Math.min(rows, (block + 1) * ROWS_AT_A_TIME);
            for (int i = block * ROWS_AT_A_TIME; i < end; i++) {
                to.from(from.values(), i, squares, 0);
                sums[i] = ofRow.applyAsDouble(squares);
            }
            return end;
        });
        return Arrays.stream(sums).sum();
    }

    private static double sumOfRoots(double[] squares) {
        double sum = 0;
        for (double square : squares) {
            sum += Math.sqrt(square);
        }
        return sum;
    }
}
