package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.error.UsageException;

/**
 * The log-likelihood of rows under a model, with the standard error of its mean.
 *
 * <pre>mean ± √(variance / n + common²)        bits per dimension = -mean / (d log 2)</pre>
 *
 * @param nats log p of each row; -∞ for a row outside the support of the model
 * @param common the standard error that all rows share, such as that of log Z
 * @param dimensions d, the numbers in a row
 */
public record LogLikelihood(double[] nats, double common, int dimensions) {

    public LogLikelihood {
        if (nats.length == 0 || dimensions < 1 || Arrays.stream(nats).anyMatch(Double::isNaN)) {
            throw new UsageException(
                    "A likelihood of " + nats.length + " rows of " + dimensions + " numbers was asked for"
                            + (nats.length > 0 && dimensions > 0 ? ", and one of them is NaN." : "."),
                    "There is at least one row of one number, and the logarithm of each density is a number.",
                    "Pass the densities of rows, and look for the row where they break down.");
        }
    }

    /** The mean log-likelihood of a row, in nats. */
    public double mean() {
        return Arrays.stream(nats).average().orElseThrow();
    }

    /** The standard error of the mean, in nats: of the sampling of rows and of what they share; NaN for a single row. */
    public double standardError() {
        double mean = mean();
        double square = Arrays.stream(nats).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(square / (nats.length - 1.0) / nats.length + common * common);
    }

    /** Bits per dimension: the mean of -log₂ p over the number of values in a row. */
    public double bitsPerDimension() {
        return -mean() / (dimensions * Math.log(2));
    }

    /** The standard error of {@link #bitsPerDimension}. */
    public double bitsError() {
        return standardError() / (dimensions * Math.log(2));
    }

    /**
     * The same likelihood in other coordinates x: log |det dz/dx| is added to each row, where z are the coordinates of the
     * model.
     */
    public LogLikelihood plus(double logVolume) {
        return new LogLikelihood(Arrays.stream(nats).map(x -> x + logVolume).toArray(), common, dimensions);
    }

    /** The same with a log-volume of each row, as of a nonlinear change of variables. */
    public LogLikelihood plus(double[] logVolumes) {
        double[] sums = nats.clone();
        Arrays.setAll(sums, i -> nats[i] + logVolumes[i]);
        return new LogLikelihood(sums, common, dimensions);
    }
}
