package org.energymatching.metric;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.density.ScatterMatrix;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The Fréchet distance between the normal distributions with the moments of two sets of features.
 *
 * <pre>|μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½)</pre>
 *
 * <p>On the 2048 features of {@link org.energymatching.nn.feature.InceptionV3} this is the FID; on other features it is a different
 * measure, and must not be compared with published FIDs. The trace of the root is the sum of the roots of the
 * eigenvalues of the symmetric Σ₁^½ Σ₂ Σ₁^½, so that there are no complex numbers, and covariances of fewer rows than
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
     * @throws org.energymatching.error.UsageException if the widths differ or a side has fewer than two rows
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double between(Samples first, Samples second) {
        ComparableSamples.require(first, second);
        ScatterMatrix x = ScatterMatrix.of(first);
        ScatterMatrix y = ScatterMatrix.of(second);
        return between(x.mean(), x.dividedBy(first.rows() - 1), y.mean(), y.dividedBy(second.rows() - 1));
    }

    /** The distance between means, of length d, with their covariances, row-major of length d². */
    static double between(double[] mean1, double[] covariance1, double[] mean2, double[] covariance2) {
        int d = mean1.length;
        double distance = 0;
        for (int k = 0; k < d; k++) {
            double shift = mean1[k] - mean2[k];
            distance += shift * shift + covariance1[k * d + k] + covariance2[k * d + k];
        }
        DoubleMatrix root = new DoubleMatrix(d, d, covariance1).eigen().squareRoot();
        double[] eigenvalues =
                root.times(new DoubleMatrix(d, d, covariance2)).times(root).eigenvalues();
        double traceOfRoot = Arrays.stream(eigenvalues)
                .map(value -> Math.sqrt(Math.max(0, value)))
                .sum();
        return Math.max(0, distance - 2 * traceOfRoot);
    }
}
