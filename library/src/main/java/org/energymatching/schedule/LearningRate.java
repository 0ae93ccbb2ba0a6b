package org.energymatching.schedule;

import org.energymatching.error.UsageException;

/** The size of an optimizer step, as a function of the step within its phase and the phase's length. */
@FunctionalInterface
public interface LearningRate {

    /** The learning rate at step {@code step} (from 0) of a phase of {@code steps}. */
    double at(long step, long steps);

    /** The same at every step. */
    static LearningRate constant(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "The learning rate is " + rate + ".",
                    "A learning rate is a finite number above zero.",
                    "Choose for example 1e-4.");
        }
        return (step, steps) -> rate;
    }

    /** rate · ½(1 + cos(π step / steps)): from the rate down to nothing over each phase. */
    static LearningRate cosine(double rate) {
        LearningRate constant = constant(rate);
        return (step, steps) -> constant.at(step, steps) * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }

    /** This rate, reached linearly over the first {@code warmupSteps} steps of each phase. */
    default LearningRate warmedUpOver(long warmupSteps) {
        return (step, steps) -> at(step, steps) * Math.min(1, (step + 1.0) / Math.max(1, warmupSteps));
    }
}
