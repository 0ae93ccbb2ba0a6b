package org.energymatching.coupling;

import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/** {@link Coupling#exactOt}. */
record ExactOt() implements Coupling {

    @Override
    public int[] couple(Samples source, Samples data, Rng rng) {
        double[] cost = SquaredDistances.between(Centred.of(data), Centred.of(source), data.width());
        return Assignment.solve(cost, data.rows());
    }
}
