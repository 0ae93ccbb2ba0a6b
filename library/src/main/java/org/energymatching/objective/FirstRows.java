package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Rng;

/**
 * {@link Objective#onRows}.
 *
 * @param objective on all rows
 * @param rows how many of them are used
 */
record FirstRows(Objective objective, int rows) implements ObjectiveWrapper {

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        return objective.prepare(potential, batches.first(rows), rng);
    }

    @Override
    public Objective withChains(int steps) {
        return new FirstRows(objective.withChains(steps), rows);
    }
}
