package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.Samples;

/**
 * The densities of rows at the end of a flow, and how well they are known.
 *
 * @param logDensities log p₁ of each row, in nats
 * @param standardErrors of each, by the scatter of the Laplacian's estimates; zero where it is exact
 * @param origins x(0) of each row, where the flow that ends there began
 * @param roundTrips the largest change of a number of each row on the way back and forth again
 * @param steps how many each row took on the way back
 */
public record FlowLikelihood(
        double[] logDensities, double[] standardErrors, Samples origins, double[] roundTrips, int[] steps) {

    /** The likelihood of the rows; the chance in the probes is part of its scatter. */
    public LogLikelihood logLikelihood() {
        return new LogLikelihood(logDensities, 0, origins.width());
    }

    /** The largest round-trip error of any row. */
    public double roundTrip() {
        return Arrays.stream(roundTrips).max().orElseThrow();
    }
}
