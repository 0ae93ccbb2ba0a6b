package org.energymatching.training;

import org.energymatching.error.UsageException;
import org.energymatching.objective.Objective;
import org.energymatching.schedule.LearningRate;
import org.jspecify.annotations.Nullable;

/**
 * A phase of training with one objective.
 *
 * @param name its name in reports
 * @param steps the number of its steps
 * @param objective the objective that it minimises
 * @param emaDecay the decay of the moving average of weights; 0 for the weights themselves
 * @param learningRate its own learning rate, or null for the plan's
 */
public record Phase(
        String name,
        int steps,
        Objective objective,
        double emaDecay,
        @Nullable LearningRate learningRate) {

    /** Checks the numbers. */
    public Phase {
        if (steps < 0 || !(emaDecay >= 0 && emaDecay < 1)) {
            throw new UsageException(
                    "The phase '" + name + "' was to take " + steps + " steps with an average that decays by "
                            + emaDecay + ".",
                    "A phase takes zero steps or more, and the decay lies in [0, 1).",
                    "The 2-D experiment takes 20000 and 2000 steps with a decay of 0.");
        }
    }
}
