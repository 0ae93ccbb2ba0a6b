package org.energymatching.sampling.diagnostics;

/**
 * The effective sample size of chains for the mean of a quantity: M·N/τ with the autocorrelation time τ = 1 + 2 Σ ρ_t by
 * Geyer's initial monotone sequence (Geyer 1992; Vehtari et al. 2021, section 3.2).
 *
 * <pre>
 * ρ_t = 1 - (W - mean over chains of γ_t)/V,   V = (N-1)/N W + variance of the chains' means
 * P_k = ρ_2k + ρ_2k+1,   τ = -1 + 2 Σ min(P_0, …, P_k) while P_k is positive
 * </pre>
 *
 * <p>γ_t is the autocovariance of a chain, divided by N, and W the mean of the chains' variances. It is small for chains that
 * disagree, however well each mixes. NaN where nothing varies.
 */
public final class EffectiveSampleSize {

    private EffectiveSampleSize() {}

    /** Of a single chain, in the order of its states. */
    public static double of(double[] chain) {
        return of(new double[][] {chain});
    }

    /** Of several chains of equal length, 4 states or more each. */
    public static double of(double[][] chains) {
        ChainMoments moments = ChainMoments.of(chains);
        int n = moments.length();
        double total = (double) chains.length * n;
        double variance = moments.pooled();
        if (!(variance > 0)) {
            return Double.NaN;
        }
        double tau = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag + 1 < n; lag += 2) {
            double even = lag == 0 ? 1 : correlation(chains, moments, lag, variance);
            double pair = even + correlation(chains, moments, lag + 1, variance);
            if (!(pair > 0)) {
                break;
            }
            least = Math.min(least, pair);
            tau += 2 * least;
        }
        // negatively correlated chains exceed independent draws, but only up to a bound
        return total / Math.max(tau, 1 / Math.log10(total));
    }

    private static double correlation(double[][] chains, ChainMoments moments, int lag, double variance) {
        double sum = 0;
        for (int m = 0; m < chains.length; m++) {
            double[] chain = chains[m];
            double mean = moments.means()[m];
            double covariance = 0;
            for (int i = lag; i < chain.length; i++) {
                covariance += (chain[i] - mean) * (chain[i - lag] - mean);
            }
            sum += covariance / chain.length;
        }
        return 1 - (moments.within() - sum / chains.length) / variance;
    }
}
