package org.energymatching.density;

import java.util.Arrays;
import java.util.function.Function;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * The equilibrium density of a potential, log p(x) = -V(x)/ε - log Z (paper, section 3.1).
 *
 * @param potential V
 * @param epsilon ε, the final temperature of sampling
 * @param logPartition log Z at that temperature
 */
public record EquilibriumDensity(Potential potential, double epsilon, LogPartition logPartition) {

    public EquilibriumDensity {
        unnormalised(potential, epsilon);
    }

    /** log p of each row, in nats; all share the error of log Z. */
    public LogLikelihood of(Samples x) {
        double[] logs = unnormalised(potential, epsilon).apply(x);
        return new LogLikelihood(
                Arrays.stream(logs).map(log -> log - logPartition.value()).toArray(),
                logPartition.standardError(),
                x.width());
    }

    /** -V(x)/ε for each row, whose exponential has the integral Z. */
    public static Function<Samples, double[]> unnormalised(Potential potential, double epsilon) {
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new UsageException(
                    "The equilibrium at temperature " + epsilon + " was asked for.",
                    "Equilibria exist at finite temperatures above zero.",
                    "Pass the temperature that sampling ends at, temperature.epsilonMax of the recipe.");
        }
        return x -> Arrays.stream(potential.energies(x)).map(v -> -v / epsilon).toArray();
    }
}
