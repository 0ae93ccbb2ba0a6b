package org.energymatching.interaction;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/**
 * The paper's repulsion between samples (section 3.3): W(a, b) = -‖B(a - b)‖² / σ².
 *
 * <pre>
 * Σ_k ‖x_m - x_k‖² = M ‖x_m‖² + Σ_k ‖x_k‖² - 2 ⟨x_m, Σ_k x_k⟩        (algorithm 3)
 * </pre>
 *
 * <p>This form needs no matrix of distances, whose square root has no derivative where two chains coincide. Positions are
 * relative to their group's mean, which changes no distance and reduces rounding errors.
 *
 * <p>W has no lower bound: distances grow exponentially at the rate {@link #growth}, unless the curvature of the potential is
 * larger. {@link GaussianRepulsion} is bounded and vanishes with the distance.
 *
 * @param chains M, how many chains interact
 * @param sigma σ, a distance in the space of B's values: a small σ is strong
 * @param window B, or any differentiable features of x: (B, …) to (B, …)
 */
public record PairwiseRepulsion(int chains, double sigma, UnaryOperator<Tensor> window) implements InteractionEnergy {

    /** How much a deviation may grow in a step: 2 Δt ε M / σ² ≪ 1. */
    private static final double GROWTH_PER_STEP = 0.1;

    /** Checks the numbers. */
    public PairwiseRepulsion {
        Groups.require(chains, "σ", sigma);
    }

    /** Repulsion in all of x. */
    public static PairwiseRepulsion of(int chains, double sigma) {
        return new PairwiseRepulsion(chains, sigma, UnaryOperator.identity());
    }

    /**
     * Repulsion in a part or in features of x only, such as the box to be filled:
     *
     * <pre>{@code PairwiseRepulsion.of(8, 20).within(hole.complement()::apply)}</pre>
     */
    public PairwiseRepulsion within(UnaryOperator<Tensor> part) {
        return new PairwiseRepulsion(chains, sigma, part);
    }

    @Override
    public Tensor energy(Tensor x) {
        Tensor z = Groups.centred(window.apply(x), chains);
        Tensor squares = z.square().sum(2);
        long groups = z.shape().at(0);
        Tensor sum = z.sum(1).reshape(groups, 1, -1);
        Tensor distances = squares.times(chains)
                .plus(squares.sum(1).reshape(groups, 1))
                .plusScaled(z.times(sum).sum(2), -2);
        return distances.times(-0.5 / (sigma * sigma)).reshape(-1);
    }

    /** 2 ε M / σ²: the rate at which deviations from the mean of a group grow at temperature ε where B is the identity. */
    public double growth(double epsilon) {
        return 2 * epsilon * chains / (sigma * sigma);
    }

    /** The largest step Δt that is small against this growth: 2 Δt ε M / σ² = 0.1; infinite where ε is 0. */
    public double stableStep(double epsilon) {
        return GROWTH_PER_STEP / growth(epsilon);
    }

    /**
     * Refuses a step beyond {@link #stableStep}.
     *
     * @throws UsageException which names the largest step and the smallest σ
     */
    public void requireStable(double epsilon, double dt) {
        if (dt > stableStep(epsilon)) {
            double least = Math.sqrt(2 * dt * epsilon * chains / GROWTH_PER_STEP);
            throw new UsageException(
                    "Repulsion between " + chains + " chains with σ = " + sigma + " would drive them apart by "
                            + Math.round(100 * dt * growth(epsilon)) + " % in a step of " + dt + " at ε = " + epsilon
                            + ".",
                    "Steps are small against the repulsion: 2 Δt ε M / σ² is " + GROWTH_PER_STEP + " at most.",
                    "Take σ ≥ " + rounded(least) + " or a step ≤ " + rounded(stableStep(epsilon)) + ".");
        }
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
