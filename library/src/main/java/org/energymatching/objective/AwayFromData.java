package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;

/**
 * {@link EnergyWeight#outside}.
 *
 * @param epsilon ε
 * @param height h
 * @param width w
 */
record AwayFromData(double epsilon, double height, double width) implements EnergyWeight {

    @Override
    public double[] at(Samples points, Samples data, Potential potential) {
        double[] energies = potential.energies(data);
        double mean = Arrays.stream(energies).average().orElse(0);
        double variance = Arrays.stream(energies)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        double unit = Math.max(epsilon, Math.sqrt(variance));
        double level = mean + unit * height;
        return Arrays.stream(potential.energies(points))
                .map(energy -> 1 / (1 + Math.exp((level - energy) / (unit * width))))
                .toArray();
    }
}
