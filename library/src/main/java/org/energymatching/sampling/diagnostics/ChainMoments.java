package org.energymatching.sampling.diagnostics;

import java.util.Arrays;
import org.energymatching.error.UsageException;

/**
 * Means and variances of a quantity along chains of equal length.
 *
 * @param length N
 * @param means of each chain
 * @param within W, the mean of the chains' variances, each divided by N - 1
 * @param between the variance of the chains' means; 0 for a single chain
 */
record ChainMoments(int length, double[] means, double within, double between) {

    static ChainMoments of(double[][] chains) {
        int n = chains.length == 0 ? 0 : chains[0].length;
        if (n < 4 || !Arrays.stream(chains).allMatch(chain -> chain.length == n)) {
            throw new UsageException(
                    chains.length + " chains are to be judged of which the first has " + n + " states.",
                    "There is one chain or more, all of them equally long, with 4 states in each part to be judged.",
                    "Run them for longer, or cut them to one length.");
        }
        double[] means = new double[chains.length];
        double within = 0;
        double centre = 0;
        for (int m = 0; m < chains.length; m++) {
            double[] moments = moments(chains[m]);
            means[m] = moments[0];
            within += moments[1] / chains.length;
            centre += means[m] / chains.length;
        }
        double between = 0;
        for (double mean : means) {
            between += (mean - centre) * (mean - centre) / Math.max(1, chains.length - 1);
        }
        return new ChainMoments(n, means, within, between);
    }

    private static double[] moments(double[] chain) {
        double mean = 0;
        for (double value : chain) {
            mean += value / chain.length;
        }
        double variance = 0;
        for (double value : chain) {
            variance += (value - mean) * (value - mean) / (chain.length - 1);
        }
        return new double[] {mean, variance};
    }

    /** V = (N-1)/N W + between: the variance of the quantity, if chains have mixed. */
    double pooled() {
        return within * (length - 1) / length + between;
    }
}
