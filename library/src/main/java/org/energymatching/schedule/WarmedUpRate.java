package org.energymatching.schedule;

/**
 * {@link LearningRate#warmedUpOver}.
 *
 * @param rate the rate after the warmup
 * @param warmupSteps the number of steps of the warmup
 */
record WarmedUpRate(LearningRate rate, long warmupSteps) implements LearningRate {

    @Override
    public double at(long step, long steps) {
        return rate.at(step, steps) * Math.min(1, (step + 1.0) / Math.max(1, warmupSteps));
    }
}
