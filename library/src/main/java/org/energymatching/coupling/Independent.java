package org.energymatching.coupling;

import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/** {@link Coupling#independent}. */
record Independent() implements Coupling {

    @Override
    public Pairing couple(Samples source, Samples data, Rng rng) {
        return Pairing.of(IntStream.range(0, data.rows()).toArray());
    }
}
