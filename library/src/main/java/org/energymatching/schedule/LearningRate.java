package org.energymatching.schedule;

import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/** The learning rate of an optimizer, as a function of the step within its phase and the phase's length. */
@FunctionalInterface
public interface LearningRate extends SelfDescribing {

    /** The learning rate at step {@code step} (from 0) of a phase of {@code steps}. */
    double at(long step, long steps);

    /** The same rate at every step. */
    static LearningRate constant(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "The learning rate is " + rate + ".",
                    "A learning rate is a finite number above zero.",
                    "Choose for example 1e-4.");
        }
        return new ConstantRate(rate);
    }

    /** Cosine decay, rate · ½(1 + cos(π step / steps)): from the rate to zero over each phase. */
    static LearningRate cosine(double rate) {
        constant(rate);
        return new CosineRate(rate);
    }

    /** Linear warmup to this rate over the first {@code warmupSteps} steps of each phase. */
    default LearningRate warmedUpOver(long warmupSteps) {
        return new WarmedUpRate(this, warmupSteps);
    }
}
