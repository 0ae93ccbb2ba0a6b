package org.energymatching.metric;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.energymatching.Samples;
import org.energymatching.coupling.SquaredDistances;
import org.energymatching.error.DataException;

/**
 * The squared maximum mean discrepancy (MMD) with a Gaussian kernel, whose bandwidth is the mean squared distance between rows of the
 * data.
 *
 * <pre>E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y)        k(x, y) = exp(−‖x − y‖² / b),  b = E‖Y − Y′‖²</pre>
 *
 * <p>The expectations are means over all pairs of distinct rows, X of the samples and Y of the data. The estimate is unbiased: for two
 * sets from one distribution it varies around zero. It has no unit. An implementation that counts each row with itself and
 * divides by n(n − 1) gives 1/(n − 1) + 1/(m − 1) more.
 *
 * <p>A. Gretton, K. Borgwardt, M. Rasch, B. Schölkopf and A. Smola, "A kernel two-sample test", JMLR 13 (2012).
 */
public final class MaximumMeanDiscrepancy {

    private MaximumMeanDiscrepancy() {}

    /**
     * The unbiased estimate from n samples and m rows of data, in time n² + nm + m² times the width.
     *
     * @throws org.energymatching.error.UsageException if the widths differ or a side has fewer than two rows
     * @throws DataException if a value is NaN or infinite, or all rows of the data are equal
     */
    public static double between(Samples samples, Samples data) {
        ComparableSamples.require(samples, data);
        double n = samples.rows();
        double m = data.rows();
        SquaredDistances toSamples = SquaredDistances.to(samples.values(), samples.width());
        SquaredDistances toData = SquaredDistances.to(data.values(), data.width());
        double bandwidth = EnergyDistance.sum(
                        data, toData, squares -> Arrays.stream(squares).sum())
                / (m * (m - 1));
        if (bandwidth == 0) {
            throw new DataException(
                    "All " + data.rows() + " rows of the data are equal.",
                    "The kernel's bandwidth is the mean squared distance between them.",
                    "Compare with data that vary.");
        }
        ToDoubleFunction<double[]> kernels = squares -> {
            double sum = 0;
            for (double square : squares) {
                sum += Math.exp(-square / bandwidth);
            }
            return sum;
        };
        return (EnergyDistance.sum(samples, toSamples, kernels) - n) / (n * (n - 1))
                + (EnergyDistance.sum(data, toData, kernels) - m) / (m * (m - 1))
                - 2 * EnergyDistance.sum(samples, toData, kernels) / (n * m);
    }
}
