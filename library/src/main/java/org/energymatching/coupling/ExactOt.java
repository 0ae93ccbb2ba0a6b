package org.energymatching.coupling;

import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/** {@link Coupling#exactOt}. */
record ExactOt() implements Coupling {

    @Override
    public Pairing couple(Samples source, Samples data, Rng rng) {
        double[] cost = SquaredDistances.between(Centred.of(data), Centred.of(source), data.width());
        return Pairing.of(Assignment.solve(cost, data.rows()));
    }
}
