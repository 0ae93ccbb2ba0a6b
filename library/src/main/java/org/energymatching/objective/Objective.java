package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;

/**
 * What a potential is trained to minimise.
 *
 * <p>Make yours a record: what its components are is kept in checkpoints, and a run is only resumed with the same.
 */
@FunctionalInterface
public interface Objective extends SelfDescribing {

    /**
     * Draws the loss of one step.
     *
     * @param potential the potential of this step, for negatives; nothing is differentiated through it
     * @param batches the step's mini-batches
     * @param rng the step's generator
     */
    Loss prepare(Potential potential, Batches batches, Rng rng);

    /** The loss of one step and its value. */
    default LossReport evaluate(Potential potential, Batches batches, Rng rng) {
        return prepare(potential, batches, rng).evaluate(potential);
    }

    /**
     * This objective and another, each on mini-batches of its own; a second one of the same kind also draws on its own and has
     * names of its own, which end in 2.
     */
    default Objective plus(Objective other) {
        return SumOfObjectives.of(this, other);
    }

    /** This objective on the first rows of its mini-batches alone, for what costs more than the others do. */
    default Objective onRows(int rows) {
        return new FirstRows(this, rows);
    }

    /** This objective under a weight. */
    default Objective times(double weight) {
        return new WeightedObjective(this, weight);
    }

    /** Which objectives name their mini-batches, draws and terms as this one does: by default those of its class. */
    default Object kind() {
        return getClass();
    }

    /** How many steps of chains a step of training takes, all else aside; 0 where there are none. */
    default int chainSteps() {
        return 0;
    }

    /** The same with chains of so many steps, to see what one of them costs; this one where there are none. */
    default Objective withChains(int steps) {
        return this;
    }
}
