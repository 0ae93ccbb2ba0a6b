package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Values with weights that add up to 1.
 *
 * @param values x_i
 * @param weights w_i
 */
record Weighted(double[] values, double[] weights) {

    static Weighted even(double[] values) {
        double[] weights = new double[values.length];
        Arrays.fill(weights, 1.0 / values.length);
        return new Weighted(values, weights);
    }

    /** Weights in proportion to exp(log). */
    static Weighted byLogs(double[] values, double[] logs) {
        double highest = Arrays.stream(logs).max().orElseThrow();
        double[] weights =
                Arrays.stream(logs).map(log -> Math.exp(log - highest)).toArray();
        double sum = Arrays.stream(weights).sum();
        return new Weighted(values, Arrays.stream(weights).map(w -> w / sum).toArray());
    }

    /** Σ w_i x_i. */
    double mean() {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> weights[i] * values[i])
                .sum();
    }

    /** The standard error of the mean, (Σ w_i² (x_i - mean)²)^½. */
    double error() {
        double mean = mean();
        return Math.sqrt(IntStream.range(0, values.length)
                .mapToDouble(i -> weights[i] * weights[i] * (values[i] - mean) * (values[i] - mean))
                .sum());
    }

    /** The 1-Wasserstein distance of two distributions on the line: the mean distance of their quantiles at so many levels. */
    static double distance(Weighted first, Weighted second, int levels) {
        double[] one = first.quantiles(levels);
        double[] other = second.quantiles(levels);
        return IntStream.range(0, levels)
                .mapToDouble(k -> Math.abs(one[k] - other[k]))
                .average()
                .orElseThrow();
    }

    private double[] quantiles(int levels) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] quantiles = new double[levels];
        int at = 0;
        double below = weights[order[0]];
        for (int k = 0; k < levels; k++) {
            while (at < order.length - 1 && below < (k + 0.5) / levels) {
                at++;
                below += weights[order[at]];
            }
            quantiles[k] = values[order[at]];
        }
        return quantiles;
    }
}
