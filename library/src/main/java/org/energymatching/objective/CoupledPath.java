package org.energymatching.objective;

import org.energymatching.coupling.Coupling;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.PathSample;
import org.energymatching.tensor.Rng;

/** The points at which losses of transport fit the slope of V: the mini-batch is paired, and a point drawn on each pair's path. */
final class CoupledPath {

    private CoupledPath() {}

    static PathSample sample(Coupling coupling, Interpolant interpolant, Batch batch, Rng rng) {
        int[] pairs = coupling.couple(batch.sourceValues(), batch.dataValues(), rng.stream("coupling"));
        return interpolant.sample(batch.source().pick(pairs), batch.data(), rng.stream("path"));
    }
}
