package org.energymatching.cli.evaluate;

import java.util.Arrays;
import java.util.List;
import org.energymatching.error.UsageException;

/**
 * The scale of fitness: 0 at the lowest score, 1 at the highest.
 *
 * @param lowest the score of fitness 0
 * @param highest the score of fitness 1
 */
public record FitnessRange(double lowest, double highest) {

    /** The range of an option: two numbers, or none for unscaled scores. */
    public static FitnessRange of(List<Double> option) {
        if (option.isEmpty()) {
            return new FitnessRange(0, 1);
        }
        if (option.size() != 2 || !(option.get(0) < option.get(1)) || !Double.isFinite(option.get(1) - option.get(0))) {
            throw new UsageException(
                    "--range is " + option + ".",
                    "Two numbers were expected, the score of fitness 0 and the larger one of fitness 1.",
                    "Write for example --range 0,19.5365.");
        }
        return new FitnessRange(option.get(0), option.get(1));
    }

    public double[] fitness(double[] scores) {
        return Arrays.stream(scores)
                .map(score -> (score - lowest) / (highest - lowest))
                .toArray();
    }
}
