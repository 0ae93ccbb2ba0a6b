package org.energymatching.sampling.diagnostics;

import java.util.Arrays;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The split R-hat of chains: √(V/W) over the halves of all chains, 1 where they agree (Gelman and Rubin 1992; Vehtari et al.
 * 2021). Above 1.01, or 1.05 for few states, they have not converged.
 *
 * <p>W is the mean variance within a half, V that of all halves together. With {@link #rankNormalised}, values are replaced
 * by the normal quantiles of their ranks, and so are their distances from the median; the result is the larger of both. It
 * detects chains that differ in their spread, and needs no finite variance.
 */
public final class SplitRHat {

    private SplitRHat() {}

    /** √(V/W) of the values themselves; infinite where no half varies but they differ, NaN where nothing varies. */
    public static double of(double[]... chains) {
        double[][] halves = halves(chains);
        ChainMoments moments = ChainMoments.of(halves);
        return Math.sqrt(moments.pooled() / moments.within());
    }

    /** The larger of √(V/W) of normalised ranks and that of normalised ranks of distances from the median. */
    public static double rankNormalised(double[]... chains) {
        double[] sorted =
                Arrays.stream(chains).flatMapToDouble(Arrays::stream).sorted().toArray();
        int n = sorted.length;
        double median = n == 0 ? 0 : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
        double[][] folded = new double[chains.length][];
        for (int m = 0; m < chains.length; m++) {
            folded[m] = Arrays.stream(chains[m])
                    .map(value -> Math.abs(value - median))
                    .toArray();
        }
        return Math.max(of(normalised(chains, n)), of(normalised(folded, n)));
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

    /** Φ⁻¹((rank - ⅜)/(S + ¼)), ranks 1 … S over all chains. */
    private static double[][] normalised(double[][] chains, int states) {
        return Arrays.stream(MeanRanks.of(chains))
                .map(ranks -> Arrays.stream(ranks)
                        .map(rank -> (rank - 0.375) / (states + 0.25))
                        .toArray())
                .map(shares -> new DoubleMatrix(1, shares.length, shares)
                        .normalQuantiles()
                        .values())
                .toArray(double[][]::new);
    }
}
