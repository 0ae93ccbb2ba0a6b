package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;

/** {@link EnergyGate#open}. */
record OpenGate() implements EnergyGate {

    @Override
    public double[] at(Samples points, Samples data, Potential potential) {
        double[] weights = new double[points.rows()];
        Arrays.fill(weights, 1);
        return weights;
    }
}
