package org.energymatching.schedule;

/**
 * {@link FlowWeight#cutoff}.
 *
 * @param cutoff in [0, 1]; 1 for no weight
 */
record FlowCutoff(double cutoff) implements FlowWeight {

    @Override
    public double at(double t) {
        return t < cutoff || cutoff == 1 ? 1 : (1 - t) / (1 - cutoff);
    }
}
