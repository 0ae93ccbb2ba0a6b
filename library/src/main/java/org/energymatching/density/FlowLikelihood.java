package org.energymatching.density;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Samples;

/**
 * The densities of rows at the end of a flow, and how well they are known; NaN of a row that the flow cannot be followed
 * through.
 *
 * @param logDensities log p₁ of each row, in nats
 * @param standardErrors of each, by the scatter of the Laplacian's estimates; zero where it is exact
 * @param origins x(0) of each row, where the flow that ends there began
 * @param roundTrips the largest change of a number of each row backward and forward again
 * @param steps how many each row took backward
 */
public record FlowLikelihood(
        double[] logDensities, double[] standardErrors, Samples origins, double[] roundTrips, int[] steps) {

    /** The places of the rows that the flow could not be followed through. */
    public int[] lost() {
        return IntStream.range(0, logDensities.length)
                .filter(i -> Double.isNaN(logDensities[i]))
                .toArray();
    }

    /** The likelihood of the other rows; the chance in the probes is part of its scatter. */
    public LogLikelihood logLikelihood() {
        return new LogLikelihood(known(logDensities), 0, origins.width());
    }

    /** The largest round-trip error of any of them. */
    public double roundTrip() {
        return Arrays.stream(known(roundTrips)).max().orElseThrow();
    }

    /** What an array says of the rows that the flow was followed through. */
    public double[] known(double[] ofRows) {
        return IntStream.range(0, ofRows.length)
                .filter(i -> !Double.isNaN(logDensities[i]))
                .mapToDouble(i -> ofRows[i])
                .toArray();
    }
}
