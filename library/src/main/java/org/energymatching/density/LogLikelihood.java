package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.error.UsageException;

/**
 * The log-likelihood of rows under a model, with the scatter of its mean.
 *
 * <pre>mean ± √(variance / n + common²)        bits per dimension = -mean / (d log 2)</pre>
 *
 * @param nats log p of each row; -∞ is a row that the model excludes
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

    /** The standard error of the mean, in nats: of the choice of rows, and what they share; NaN for a single row. */
    public double standardError() {
        double mean = mean();
        double square = Arrays.stream(nats).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(square / (nats.length - 1.0) / nats.length + common * common);
    }

    /** -log₂ p a number of the row, on average. */
    public double bitsPerDimension() {
        return -mean() / (dimensions * Math.log(2));
    }

    /** The standard error of {@link #bitsPerDimension}. */
    public double bitsError() {
        return standardError() / (dimensions * Math.log(2));
    }

    /**
     * The same likelihood in other coordinates: with the logarithm of the volume by which those of the model are smaller,
     * log |det dz/dx|, added to each row.
     */
    public LogLikelihood plus(double logVolume) {
        return new LogLikelihood(Arrays.stream(nats).map(x -> x + logVolume).toArray(), common, dimensions);
    }
}
