package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.coupling.SquaredDistances;
import org.energymatching.tensor.Workers;

/**
 * The k nearest points of rows, the nearest first, by comparison with all points.
 *
 * @param points their numbers, [row][k]
 * @param distances to them, [row][k]
 */
record Neighbours(int[][] points, double[][] distances) {

    private record Row(int[] points, double[] distances) {}

    /** Those of other rows among the points. */
    static Neighbours of(Samples rows, Samples points, int k) {
        return of(rows, points, k, false);
    }

    /** Those of the points themselves, none of which is its own neighbour. */
    static Neighbours among(Samples points, int k) {
        return of(points, points, k, true);
    }

    private static Neighbours of(Samples rows, Samples points, int k, boolean same) {
        SquaredDistances toPoints = SquaredDistances.to(points.values(), points.width());
        Row[] found = Workers.common()
                .map(rows.rows(), i -> {
                    double[] squares = new double[toPoints.count()];
                    toPoints.from(rows.values(), i, squares, 0);
                    if (same) {
                        squares[i] = Double.POSITIVE_INFINITY;
                    }
                    int[] least = least(squares, k);
                    return new Row(
                            least,
                            Arrays.stream(least)
                                    .mapToDouble(at -> Math.sqrt(squares[at]))
                                    .toArray());
                })
                .toArray(Row[]::new);
        return new Neighbours(
                Arrays.stream(found).map(Row::points).toArray(int[][]::new),
                Arrays.stream(found).map(Row::distances).toArray(double[][]::new));
    }

    /** The places of the k least numbers, by insertion. */
    private static int[] least(double[] values, int k) {
        int[] found = new int[k];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (count < k || values[i] < values[found[k - 1]]) {
                int at = count < k ? count++ : k - 1;
                for (; at > 0 && values[found[at - 1]] > values[i]; at--) {
                    found[at] = found[at - 1];
                }
                found[at] = i;
            }
        }
        return found;
    }

    /** The distance to neighbour number k, from 1. */
    double[] distance(int k) {
        return Arrays.stream(distances).mapToDouble(row -> row[k - 1]).toArray();
    }

    /** The logarithm of the mean distance to the neighbours. */
    double[] logMean() {
        return Arrays.stream(distances)
                .mapToDouble(row -> Math.log(Arrays.stream(row).average().orElseThrow() + 1e-6))
                .toArray();
    }

    /** The mean over the neighbours of a number that each point has. */
    double[] meanOf(double[] ofPoints) {
        return IntStream.range(0, points.length)
                .mapToDouble(i -> Arrays.stream(points[i])
                        .mapToDouble(at -> ofPoints[at])
                        .average()
                        .orElseThrow())
                .toArray();
    }
}
