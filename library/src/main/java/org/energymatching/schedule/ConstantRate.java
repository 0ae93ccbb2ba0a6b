package org.energymatching.schedule;

/**
 * {@link LearningRate#constant}.
 *
 * @param rate at every step
 */
record ConstantRate(double rate) implements LearningRate {

    @Override
    public double at(long step, long steps) {
        return rate;
    }
}
