package org.energymatching.schedule;

import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/** The weight w(t) of the flow loss along the path from noise (t = 0) to data (t = 1) (paper, appendix). */
@FunctionalInterface
public interface FlowWeight extends SelfDescribing {

    /** w at time t in [0, 1]. */
    double at(double t);

    /** w(t) = 1. */
    static FlowWeight none() {
        return new FlowCutoff(1);
    }

    /**
     * w(t) = 1 below the cutoff and falls linearly to 0 on [cutoff, 1], where the contrastive term takes over.
     *
     * @param cutoff in [0, 1]; 1 is {@link #none}
     */
    static FlowWeight cutoff(double cutoff) {
        if (!(cutoff >= 0 && cutoff <= 1)) {
            throw new UsageException(
                    "The flow cutoff is " + cutoff + ".",
                    "The cutoff is a time in [0, 1].",
                    "Choose for example 0.8, or 1 for no weight.");
        }
        return new FlowCutoff(cutoff);
    }
}
