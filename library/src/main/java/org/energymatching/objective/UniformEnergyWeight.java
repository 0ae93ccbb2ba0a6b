package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;

/** {@link EnergyWeight#open}. */
record UniformEnergyWeight() implements EnergyWeight {

    @Override
    public double[] at(Samples points, Samples data, Potential potential) {
        double[] weights = new double[points.rows()];
        Arrays.fill(weights, 1);
        return weights;
    }
}
