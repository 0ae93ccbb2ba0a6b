package org.energymatching.density;

import java.util.Arrays;

/**
 * log Z by annealed importance sampling: chains that go from a Gaussian to the equilibrium, weighted by the work they did.
 *
 * <pre>
 * log w = -Σ_k (U_{β_{k+1}}(z_k) - U_{β_k}(z_k)),   Z/Z₀ = E w,   E log w ≤ log Z/Z₀
 * </pre>
 *
 * <p>Unbiased for Z at any number of temperatures, but of use only where the weights of many chains count. The error is
 * that of the mean weight, √((n/n_eff - 1)/(n - 1)), or, if that is more, what the logarithm of the mean weight differs by
 * from mean + variance/2 of log w, which is the same for weights that are many or log-normal: where few chains have all the
 * weight, the first is too small.
 *
 * <p>R. Neal, "Annealed importance sampling", Statistics and Computing 11 (2001).
 *
 * @param logPartition log Z and its error
 * @param effectiveSampleSize n_eff = (Σw)²/Σw²: how many chains count
 * @param lowerBound the mean of log w, below log Z on average; with its standard error
 */
public record AnnealedImportance(LogPartition logPartition, double effectiveSampleSize, LogPartition lowerBound) {

    /** The estimate from a run that went from β = 0 to 1. */
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
     * The mean of the logarithms of a run's weights. Of a run that went backwards from draws of the equilibrium it lies above
     * log Z on average: between both bounds lies the truth (R. Grosse, Z. Ghahramani, R. Adams 2015).
     */
    public static LogPartition bound(AnnealedRun run) {
        LogLikelihood logs = new LogLikelihood(run.logWeights(), 0, 1);
        return new LogPartition(logs.mean() + run.logNormalizer(), logs.standardError());
    }
}
