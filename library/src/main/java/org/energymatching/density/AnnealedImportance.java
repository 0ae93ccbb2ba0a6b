package org.energymatching.density;

import java.util.Arrays;

/**
 * log Z by annealed importance sampling: chains from a Gaussian to the equilibrium, weighted by exp(-work).
 *
 * <pre>
 * log w = -Σ_k (U_{β_{k+1}}(z_k) - U_{β_k}(z_k)),   Z/Z₀ = E w,   E log w ≤ log Z/Z₀
 * </pre>
 *
 * <p>Unbiased for Z at any number of temperatures, but useful only where the effective sample size is large. The error is the
 * larger of two: that of the mean weight, √((n/n_eff - 1)/(n - 1)), which is too small where few chains have all the weight;
 * and the difference of the logarithm of the mean weight from mean + variance/2 of log w, which is zero for log-normal weights
 * in large number.
 *
 * <p>R. Neal, "Annealed importance sampling", Statistics and Computing 11 (2001).
 *
 * @param logPartition log Z and its error
 * @param effectiveSampleSize n_eff = (Σw)²/Σw²: the effective number of chains
 * @param lowerBound the mean of log w, below log Z on average; with its standard error
 */
public record AnnealedImportance(LogPartition logPartition, double effectiveSampleSize, LogPartition lowerBound) {

    /** The estimate from a run from β = 0 to 1. */
    public static AnnealedImportance of(AnnealedRun run) {
        double[] logs = run.logWeights();
        int n = logs.length;
        double sum = LogSum.of(logs);
        double squares = LogSum.of(Arrays.stream(logs).map(log -> 2 * log).toArray());
        double effective = Math.exp(2 * sum - squares);
        double value = sum - Math.log(n);
        LogPartition bound = bound(run);
        double variance = bound.standardError() * bound.standardError() * n;
        double ofMean = Math.sqrt(Math.max(0, n / effective - 1) / (n - 1));
        double ofTail = Math.abs(bound.value() - run.logNormalizer() + variance / 2 - value);
        return new AnnealedImportance(
                new LogPartition(value + run.logNormalizer(), Math.max(ofMean, ofTail)), effective, bound);
    }

    /**
     * The mean of the logarithms of a run's weights. For a reverse run from draws of the equilibrium it is above log Z on
     * average: log Z is between both bounds (R. Grosse, Z. Ghahramani, R. Adams 2015).
     */
    public static LogPartition bound(AnnealedRun run) {
        LogLikelihood logs = new LogLikelihood(run.logWeights(), 0, 1);
        return new LogPartition(logs.mean() + run.logNormalizer(), logs.standardError());
    }
}
