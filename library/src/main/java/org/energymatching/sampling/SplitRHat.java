package org.energymatching.sampling;

import java.util.Arrays;

/**
 * Whether chains have forgotten where they came from: √(V/W) over the halves of all chains, 1 where they agree (Gelman and
 * Rubin 1992; Vehtari et al. 2021). Above 1.01, or 1.05 for few states, they have not.
 *
 * <p>W is the mean variance within a half, V that of all halves together. With {@link #rankNormalised}, values are replaced
 * by the normal quantiles of their ranks, and so are their distances from the median; the larger of both counts. That
 * finds chains that differ in their spread, and needs no finite variance.
 */
public final class SplitRHat {

    private SplitRHat() {}

    /** √(V/W) of the values as they are; infinite where no half varies but they differ, NaN where nothing varies. */
    public static double of(double[]... chains) {
        double[][] halves = halves(chains);
        ChainMoments moments = ChainMoments.of(halves);
        return Math.sqrt(moments.pooled() / moments.within());
    }

    /** The larger of √(V/W) of normalised ranks and that of normalised ranks of distances from the median. */
    public static double rankNormalised(double[]... chains) {
        double[] sorted = sorted(chains);
        int n = sorted.length;
        double median = n == 0 ? 0 : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
        double[][] folded = new double[chains.length][];
        for (int m = 0; m < chains.length; m++) {
            folded[m] = Arrays.stream(chains[m])
                    .map(value -> Math.abs(value - median))
                    .toArray();
        }
        return Math.max(of(normalised(chains, sorted)), of(normalised(folded, sorted(folded))));
    }

    /** First and second half of each chain; a middle state belongs to neither. */
    private static double[][] halves(double[][] chains) {
        double[][] halves = new double[2 * chains.length][];
        for (int m = 0; m < chains.length; m++) {
            int n = chains[m].length;
            halves[2 * m] = Arrays.copyOfRange(chains[m], 0, n / 2);
            halves[2 * m + 1] = Arrays.copyOfRange(chains[m], n - n / 2, n);
        }
        return halves;
    }

    /** Φ⁻¹((rank - ⅜)/(S + ¼)), ranks 1 … S over all chains; equal values share their mean rank. */
    private static double[][] normalised(double[][] chains, double[] sorted) {
        double[][] normal = new double[chains.length][];
        for (int m = 0; m < chains.length; m++) {
            normal[m] = new double[chains[m].length];
            for (int i = 0; i < normal[m].length; i++) {
                double rank = 0.5 * (below(sorted, chains[m][i], false) + below(sorted, chains[m][i], true) + 1);
                normal[m][i] = NormalQuantile.at((rank - 0.375) / (sorted.length + 0.25));
            }
        }
        return normal;
    }

    /** How many are smaller, or not larger. */
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

    private static double[] sorted(double[][] chains) {
        double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
        Arrays.sort(all);
        return all;
    }
}
