package org.energymatching.coupling;

import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/** {@link Coupling#independent}. */
record Independent() implements Coupling {

    @Override
    public Pairs couple(Samples source, Samples data, Rng rng) {
        return new Pairs(source, data);
    }
}
