package org.energymatching.schedule;

/**
 * {@link LearningRate#cosine}.
 *
 * @param rate the rate at the first step
 */
record CosineRate(double rate) implements LearningRate {

    @Override
    public double at(long step, long steps) {
        return rate * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }
}
