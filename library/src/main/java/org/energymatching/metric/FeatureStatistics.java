package org.energymatching.metric;

import org.energymatching.Samples;
import org.energymatching.density.ScatterMatrix;
import org.energymatching.error.UsageException;

/**
 * Mean and covariance of feature rows: all that {@link FrechetDistance} has to know of a set, to be kept and used again.
 *
 * <pre>μ = Σᵢ xᵢ / n        Σ = Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ / (n − 1)</pre>
 *
 * @param rows n, how many rows they were computed from
 * @param mean μ, of length d
 * @param covariance Σ, row-major, of length d²; symmetric
 */
public record FeatureStatistics(int rows, double[] mean, double[] covariance) {

    /** Checks that the covariance is as large as the mean is long. */
    public FeatureStatistics {
        if (mean.length == 0 || (long) mean.length * mean.length != covariance.length) {
            throw new UsageException(
                    "A mean of " + mean.length + " numbers came with a covariance of " + covariance.length + ".",
                    "For d features the mean has d numbers and the covariance d², and d is at least 1.",
                    "Pass the mean and the covariance of the same features.");
        }
    }

    /**
     * The statistics of rows (n, d) with n ≥ 2, in time n d².
     *
     * @throws UsageException if there are fewer than two rows
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static FeatureStatistics of(Samples features) {
        ComparableSamples.require(features, "feature");
        ScatterMatrix scatter = ScatterMatrix.of(features);
        return new FeatureStatistics(features.rows(), scatter.mean(), scatter.dividedBy(features.rows() - 1));
    }

    /** d: the number of features. */
    public int width() {
        return mean.length;
    }

    /** As in {@code FeatureStatistics(10000 rows of 64)}. */
    @Override
    public String toString() {
        return "FeatureStatistics(" + rows + " rows of " + width() + ")";
    }
}
