package org.energymatching.metric;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.DoubleMatrix;

/**
 * The Fréchet distance between the normal distributions with the moments of two sets of features.
 *
 * <pre>|μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½)</pre>
 *
 * <p>On the 2048 features of {@link org.energymatching.nn.feature.InceptionV3} this is the FID; on other features it is a measure
 * of its own, and must not be compared with published FIDs. The trace of the root is the sum of the roots of the
 * eigenvalues of the symmetric Σ₁^½ Σ₂ Σ₁^½, so that nothing becomes complex, and covariances of fewer rows than
 * features need no regularization. In the squared unit of the features, at least zero, biased upwards for few rows:
 * compare only values of equal numbers of rows, 10,000 or more for 2048 features.
 *
 * <p>M. Heusel, H. Ramsauer, T. Unterthiner, B. Nessler and S. Hochreiter, "GANs trained by a two time-scale update rule
 * converge to a local Nash equilibrium", NeurIPS 2017.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /**
     * The distance between two sets of feature rows (n, d) and (m, d), each with two rows or more.
     *
     * @throws UsageException if the widths differ or a side has fewer than two rows
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double between(Samples first, Samples second) {
        ComparableSamples.require(first, second);
        return between(FeatureStatistics.of(first), FeatureStatistics.of(second));
    }

    /** The distance between sets whose statistics are known already; an error if the numbers of features differ. */
    public static double between(FeatureStatistics first, FeatureStatistics second) {
        int d = first.width();
        if (d != second.width()) {
            throw new UsageException(
                    "The first statistics are of " + d + " features and the second of " + second.width() + ".",
                    "Both are of the same features.",
                    "Compute both with the same feature network.");
        }
        double distance = 0;
        for (int k = 0; k < d; k++) {
            double shift = first.mean()[k] - second.mean()[k];
            distance += shift * shift + first.covariance()[k * d + k] + second.covariance()[k * d + k];
        }
        DoubleMatrix root = new DoubleMatrix(d, d, first.covariance()).eigen().squareRoot();
        double[] eigenvalues = root.times(new DoubleMatrix(d, d, second.covariance()))
                .times(root)
                .eigenvalues();
        double traceOfRoot = Arrays.stream(eigenvalues)
                .map(value -> Math.sqrt(Math.max(0, value)))
                .sum();
        return Math.max(0, distance - 2 * traceOfRoot);
    }
}
