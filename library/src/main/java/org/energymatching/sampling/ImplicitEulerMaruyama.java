package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.Target;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The implicit Euler–Maruyama step of Langevin dynamics, which is stable however stiff a convex U is; implicit (backward) Euler
 * at ε = 0 (Wibisono 2018; Hodgkinson, Salomone and Roosta 2021).
 *
 * <pre>
 * x' = x - Δt ∇U(x') + √(2 ε Δt) z = argmin_y ½‖y - b‖² + Δt U(y),   b = x + √(2 ε Δt) z,   z ~ N(0, I)
 * </pre>
 *
 * <p>Its equilibrium has an error of O(Δt): on ½kx² the variance is ε/k · 1/(1 + kΔt/2). Each chain solves its own step by the
 * spectral gradient method, which needs gradients only: 4 to 8 of them where kΔt is at most 1, about 50 at kΔt = 50. A step is
 * solved if
 *
 * <pre>‖F‖ ≤ tolerance · (√d + ‖x'‖),   F = x' - b + Δt ∇U(x')</pre>
 *
 * <p>Where U is convex, x' is no further than ‖F‖ from the solution. Single precision resolves a tolerance of about 10⁻⁷ kΔt. A
 * step that is not solved is an error, never an approximation. Where U is not convex and Δt is large, there may be several
 * solutions; the descent from x finds one of them.
 *
 * @param tolerance of the step, relative
 * @param iterations gradients that a step may take
 */
public record ImplicitEulerMaruyama(double tolerance, int iterations) implements Kernel {

    /** The default tolerance. */
    public static final double TOLERANCE = 1e-5;

    /** The default limit of gradients in a step. */
    public static final int ITERATIONS = 300;

    /** Checks the numbers. */
    public ImplicitEulerMaruyama {
        if (!(tolerance >= 1e-7 && tolerance < 1) || iterations < 1) {
            throw new UsageException(
                    "Implicit steps to a tolerance of " + tolerance + " in " + iterations
                            + " iterations were asked for.",
                    "The tolerance lies in [1e-7, 1), and there is at least one iteration.",
                    "Choose for example " + TOLERANCE + " and " + ITERATIONS + ".");
        }
    }

    /**
     * Moves every chain once.
     *
     * @throws FailedException if the step of a chain is not solved within the iterations
     */
    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        Shape shape = state.x().shape();
        float[] x = state.x().floats();
        float[] b = EulerMaruyama.diffuse(state.x(), epsilon, dt, () -> state.noise(rng))
                .floats();
        ProximalStep[] steps = new ProximalStep[epsilon.length / target.group()];
        int width = x.length / steps.length;
        Arrays.setAll(steps, i -> new ProximalStep(x, b, i * width, width, dt));
        boolean[] solved = new boolean[steps.length];
        float[] trial = x.clone();
        for (int iteration = 0; iteration < iterations; iteration++) {
            float[] drift = Evaluated.drift(target, trial, shape, epsilon);
            boolean all = true;
            for (int i = 0; i < steps.length; i++) {
                if (!solved[i]) {
                    steps[i].take(trial, drift);
                    solved[i] = steps[i].error() <= tolerance;
                }
                steps[i].propose(trial, solved[i]);
                all &= solved[i];
            }
            if (all) {
                return Transition.to(state.at(Tensor.of(trial, shape, target.device())));
            }
        }
        int unsolved = 0;
        while (solved[unsolved]) {
            unsolved++;
        }
        throw new FailedException(
                "Chain " + (state.first() + (long) unsolved * target.group())
                        + " has an implicit step with an error of " + steps[unsolved].error() + " after " + iterations
                        + " iterations.",
                "It falls to " + tolerance + " where the energy is smooth and bounded below.",
                "Make the step smaller (now " + dt + "), or allow a larger tolerance or more iterations.");
    }
}
