package org.energymatching.metric;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;

/**
 * The sliced 2-Wasserstein distance: the root of the mean over directions θ of W₂²(⟨θ, X⟩, ⟨θ, Y⟩).
 *
 * <p>Directions are uniform on the unit sphere; along each, the exact distance on the line is computed by sorting. A
 * translation by s of points in d dimensions gives |s|/√d on average. The unit is that of the coordinates. The result
 * depends only on the state of the generator, not on the number of threads.
 *
 * <p>N. Bonneel, J. Rabin, G. Peyré and H. Pfister, "Sliced and Radon Wasserstein barycenters of measures", Journal of
 * Mathematical Imaging and Vision 51 (2015).
 */
public final class SlicedWasserstein {

    private SlicedWasserstein() {}

    /**
     * The distance along a number of random directions; the sides may have different numbers of rows.
     *
     * @param projections the number of directions; the error from drawing them falls with its square root
     * @param random draws the directions, all before the distances are computed
     * @throws UsageException if the widths differ, a side has fewer than two rows, or there is
     *     no direction to project on
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double between(Samples first, Samples second, int projections, RandomGenerator random) {
        ComparableSamples.require(first, second);
        if (projections < 1) {
            throw new UsageException(
                    "The sliced Wasserstein distance was asked for with " + projections + " projections.",
                    "There is at least 1 projection.",
                    "Ask for 100 or more.");
        }
        double[][] directions = new double[projections][];
        Arrays.setAll(directions, k -> direction(first.width(), random));
        double sum = Workers.common()
                .map(projections, k -> squaredDistance(sorted(first, directions[k]), sorted(second, directions[k])))
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        return Math.sqrt(sum / projections);
    }

    private static double[] direction(int width, RandomGenerator random) {
        double[] direction = new double[width];
        double squares = 0;
        while (squares == 0) {
            for (int k = 0; k < width; k++) {
                direction[k] = random.nextGaussian();
                squares += direction[k] * direction[k];
            }
        }
        double length = Math.sqrt(squares);
        Arrays.setAll(direction, k -> direction[k] / length);
        return direction;
    }

    private static double[] sorted(Samples samples, double[] direction) {
        float[] values = samples.values();
        double[] projected = new double[samples.rows()];
        for (int i = 0; i < projected.length; i++) {
            int start = i * direction.length;
            for (int k = 0; k < direction.length; k++) {
                projected[i] += direction[k] * values[start + k];
            }
        }
        Arrays.sort(projected);
        return projected;
    }

    /**
     * W₂² = ∫₀¹ (F⁻¹(q) − G⁻¹(q))² dq between two sets of numbers, each in ascending order, in the squared unit of the numbers.
     *
     * <p>A point of n has the mass 1/n, so with n and m points the quantile functions are constant between the multiples of 1/n
     * and 1/m; the integral is a sum over these pieces, whose ends are compared as whole multiples of 1/(nm).
     */
    static double squaredDistance(double[] first, double[] second) {
        long n = first.length;
        long m = second.length;
        double sum = 0;
        long from = 0;
        int i = 0;
        int j = 0;
        while (from < n * m) {
            long endOfFirst = (i + 1) * m;
            long endOfSecond = (j + 1) * n;
            long to = Math.min(endOfFirst, endOfSecond);
            double difference = first[i] - second[j];
            sum += (to - from) * difference * difference;
            if (to == endOfFirst) {
                i++;
            }
            if (to == endOfSecond) {
                j++;
            }
            from = to;
        }
        return sum / ((double) n * m);
    }
}
