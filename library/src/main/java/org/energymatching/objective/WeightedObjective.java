package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Rng;

/**
 * {@link Objective#times}.
 *
 * @param objective without the weight
 * @param weight its weight
 */
record WeightedObjective(Objective objective, double weight) implements ObjectiveWrapper {

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        return objective.prepare(potential, batches, rng).times(weight);
    }

    @Override
    public Objective withChains(int steps) {
        return new WeightedObjective(objective.withChains(steps), weight);
    }
}
