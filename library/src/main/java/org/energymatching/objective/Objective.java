package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Rng;

/** What a potential is trained to minimise. */
@FunctionalInterface
public interface Objective {

    /**
     * Draws the loss of one step.
     *
     * @param potential the potential as it stands, for negatives; nothing is differentiated through it
     * @param batches the step's mini-batches
     * @param rng the step's generator
     */
    Loss prepare(Potential potential, Batches batches, Rng rng);

    /** The loss of one step and its value. */
    default LossReport evaluate(Potential potential, Batches batches, Rng rng) {
        return prepare(potential, batches, rng).evaluate(potential);
    }

    /** This objective and another, each on mini-batches of its own. */
    default Objective plus(Objective other) {
        return (potential, batches, rng) ->
                prepare(potential, batches, rng).plus(other.prepare(potential, batches, rng));
    }

    /** This objective on the first rows of its mini-batches alone, for what costs more than the others do. */
    default Objective onRows(int rows) {
        return (potential, batches, rng) -> prepare(potential, batches.first(rows), rng);
    }

    /** This objective under a weight. */
    default Objective times(double weight) {
        return (potential, batches, rng) -> prepare(potential, batches, rng).times(weight);
    }
}
