package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;

/**
 * A training objective of a potential.
 *
 * <p>Implement it as a record: its components are kept in checkpoints, and a run resumes only with the same components.
 */
@FunctionalInterface
public interface Objective extends SelfDescribing {

    /**
     * Draws the loss of one step.
     *
     * @param potential the potential of this step, for negatives; it is not differentiated
     * @param batches the step's mini-batches
     * @param rng the step's generator
     */
    Loss prepare(Potential potential, Batches batches, Rng rng);

    /** The loss of one step and its value. */
    default LossReport evaluate(Potential potential, Batches batches, Rng rng) {
        return prepare(potential, batches, rng).evaluate(potential);
    }

    /**
     * The sum of this objective and another, each on its own mini-batches; a second one of the same kind also has its own
     * random numbers and names, which end in 2.
     */
    default Objective plus(Objective other) {
        return SumOfObjectives.of(this, other);
    }

    /** This objective on only the first rows of its mini-batches, for objectives of higher cost. */
    default Objective onRows(int rows) {
        return new FirstRows(this, rows);
    }

    /** This objective with a weight. */
    default Objective times(double weight) {
        return new WeightedObjective(this, weight);
    }

    /** Which objectives name their mini-batches, draws and terms as this one does: by default those of its class. */
    default Object kind() {
        return getClass();
    }

    /** How many steps of chains a training step takes; 0 without chains. */
    default int chainSteps() {
        return 0;
    }

    /** The same with chains of so many steps, to measure the cost of a step; this objective where there are no chains. */
    default Objective withChains(int steps) {
        return this;
    }
}
