package org.energymatching.interpolant;

import java.util.random.RandomGenerator;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/** The distribution of the times t in [0, 1] at which paths are sampled, from source to data. */
@FunctionalInterface
public interface TimeDistribution extends SelfDescribing {

    /** Draws a time in [0, 1]. */
    double draw(RandomGenerator rng);

    /** t ~ U(0, 1), as in the paper. */
    static TimeDistribution uniform() {
        return new Uniform();
    }

    /**
     * The logit-normal distribution t = 1/(1 + e^-u), u ~ N(mean, deviation²): more weight on the middle of the path than on its
     * ends (Esser and others, 2024).
     *
     * @param mean above zero for later times
     * @param deviation above zero
     */
    static TimeDistribution logitNormal(double mean, double deviation) {
        return new LogitNormal(mean, deviation);
    }

    /**
     * The noise levels of EDM, ln σ ~ N(-1.2, 1.2²) with σ = (1 - t)/t on the straight path, which is {@link #logitNormal} with a
     * mean and a deviation of 1.2 (Karras and others, 2022).
     */
    static TimeDistribution edm() {
        return logitNormal(1.2, 1.2);
    }

    /** {@link #uniform}. */
    record Uniform() implements TimeDistribution {

        @Override
        public double draw(RandomGenerator rng) {
            return rng.nextFloat();
        }
    }

    /** {@link #logitNormal}. */
    record LogitNormal(double mean, double deviation) implements TimeDistribution {

        public LogitNormal {
            if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
                throw new UsageException(
                        "Times were to have a mean of " + mean + " and a deviation of " + deviation
                                + " on the logistic scale.",
                        "Both are finite, and the deviation is above zero.",
                        "Choose for example a mean of 0 and a deviation of 1.");
            }
        }

        @Override
        public double draw(RandomGenerator rng) {
            return 1 / (1 + Math.exp(-mean - deviation * rng.nextGaussian()));
        }
    }
}
