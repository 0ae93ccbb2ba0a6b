package org.energymatching.density;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Samples;

/**
 * The densities of rows at the end of a flow, with their errors; NaN for a row whose integration failed.
 *
 * @param logDensities log p₁ of each row, in nats
 * @param standardErrors of each, by the scatter of the Laplacian's estimates; zero where it is exact
 * @param origins x(0) of each row, the start of the flow that ends at the row
 * @param roundTrips for each row the largest change of a number by integration backward and forward again
 * @param steps how many each row made backward
 */
public record FlowLikelihood(
        double[] logDensities, double[] standardErrors, Samples origins, double[] roundTrips, int[] steps) {

    /** The indices of the rows whose integration failed. */
    public int[] lost() {
        return IntStream.range(0, logDensities.length)
                .filter(i -> Double.isNaN(logDensities[i]))
                .toArray();
    }

    /** The likelihood of the other rows; the random error of the probes is part of its scatter. */
    public LogLikelihood logLikelihood() {
        return new LogLikelihood(known(logDensities), 0, origins.width());
    }

    /** The largest round-trip error of any of them. */
    public double roundTrip() {
        return Arrays.stream(known(roundTrips)).max().orElseThrow();
    }

    /** The values of an array at the rows whose integration succeeded. */
    public double[] known(double[] ofRows) {
        return IntStream.range(0, ofRows.length)
                .filter(i -> !Double.isNaN(logDensities[i]))
                .mapToDouble(i -> ofRows[i])
                .toArray();
    }
}
