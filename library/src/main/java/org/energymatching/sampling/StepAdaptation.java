package org.energymatching.sampling;

import org.energymatching.error.UsageException;

/**
 * Dual averaging: adapts the step size of a Metropolis kernel towards a target acceptance over the first steps that a chain
 * takes with noise; then the step size is frozen (Hoffman and Gelman 2014, section 3.2).
 *
 * <p>With s = √Δt, acceptance α in step m, and target δ, starting from the Δt of the grid:
 *
 * <pre>
 * H ← (1 - 1/(m + t₀)) H + (δ - α)/(m + t₀)
 * ln s = ln s₀ - √m/γ · H                        the step to try next
 * ln s̄ ← m^-κ ln s + (1 - m^-κ) ln s̄             the step that is kept, γ = 0.05, t₀ = 10, κ = 0.75
 * </pre>
 *
 * <p>Every chain adapts its own step, so that it does not depend on the others. While it adapts, it is not at equilibrium.
 *
 * @param warmupSteps over how many steps of a chain; 0 keeps Δt as it is given
 * @param acceptance δ
 */
public record StepAdaptation(int warmupSteps, double acceptance) {

    /** Checks the numbers. */
    public StepAdaptation {
        if (warmupSteps < 0 || !(acceptance > 0 && acceptance < 1)) {
            throw new UsageException(
                    "The step is to be adapted over " + warmupSteps + " steps to an acceptance of " + acceptance + ".",
                    "The number of steps is zero or more, and the acceptance lies between 0 and 1.",
                    "Choose for example 100 steps and an acceptance of 0.6.");
        }
    }

    /** Δt is not adapted. */
    public static StepAdaptation none() {
        return new StepAdaptation(0, 0.5);
    }
}
