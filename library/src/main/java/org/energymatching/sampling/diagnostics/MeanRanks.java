package org.energymatching.sampling.diagnostics;

import java.util.Arrays;

/** Ranks from 1 over all numbers of some lists; equal numbers have the mean of their ranks. */
public final class MeanRanks {

    private MeanRanks() {}

    /** The rank of each number, in the form of the lists; no number may be NaN. */
    public static double[][] of(double[]... lists) {
        double[] sorted = Arrays.stream(lists)
                .flatMapToDouble(Arrays::stream)
                .map(value -> value + 0.0) // -0 counts as 0
                .sorted()
                .toArray();
        return Arrays.stream(lists)
                .map(list -> Arrays.stream(list)
                        .map(value -> 0.5 * (below(sorted, value, false) + below(sorted, value, true) + 1))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The number of smaller values, or of values that are not larger. */
    private static int below(double[] sorted, double value, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || orEqual && sorted[middle] == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
