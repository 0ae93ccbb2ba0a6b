package org.energymatching.schedule;

/**
 * {@link LearningRate#warmedUpOver}.
 *
 * @param rate that is reached
 * @param warmupSteps over how many steps
 */
record WarmedUpRate(LearningRate rate, long warmupSteps) implements LearningRate {

    @Override
    public double at(long step, long steps) {
        return rate.at(step, steps) * Math.min(1, (step + 1.0) / Math.max(1, warmupSteps));
    }
}
