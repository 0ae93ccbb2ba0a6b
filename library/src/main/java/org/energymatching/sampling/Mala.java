package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * The Metropolis-adjusted Langevin algorithm: a Langevin step is proposed, and accepted or rejected, so that exp(-U/ε) is
 * exactly invariant at any Δt (Roberts and Tweedie 1996).
 *
 * <pre>
 * y = x - Δt ∇U(x) + √(2 ε Δt) z,   q(y|x) ∝ exp(-‖y - x + Δt ∇U(x)‖² / (4 ε Δt))
 * </pre>
 *
 * <p>One gradient and one energy a step, since those of the current position are stored; two of each where the temperature has
 * changed. Rows at ε = 0 take a gradient step of the given Δt. The rule compares energies in units of ε, so for small ε the
 * error of U must be smaller than ε.
 *
 * @param adaptation how Δt is adapted; the optimal acceptance is {@link #ACCEPTANCE}
 */
public record Mala(StepAdaptation adaptation) implements Kernel {

    /** The optimal acceptance in many dimensions (Roberts and Rosenthal 1998). */
    public static final double ACCEPTANCE = 0.574;

    /** Adapts Δt, starting from the given one, over so many steps of each chain. */
    public Mala adapting(int warmupSteps) {
        return new Mala(new StepAdaptation(warmupSteps, ACCEPTANCE));
    }

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        return Metropolis.step(
                (here, shape, steps) -> propose(target, here, shape, steps, noise(state, epsilon, steps, here, rng)),
                adaptation,
                target,
                state,
                epsilon,
                dt,
                rng);
    }

    private static float[] noise(ChainState state, double[] epsilon, double[] dt, Evaluated here, Rng rng) {
        double[] scales = new double[dt.length];
        for (int i = 0; i < dt.length; i++) {
            scales[i] = Math.sqrt(2 * epsilon[i] * dt[i]);
        }
        return state.deviates(rng, scales, here.x().length);
    }

    private static Metropolis.Proposal propose(Target target, Evaluated here, Shape shape, double[] dt, float[] noise) {
        float[] x = here.x();
        int width = x.length / dt.length;
        float[] y = new float[x.length];
        for (int j = 0; j < y.length; j++) {
            y[j] = (float) (x[j] + dt[j / width] * here.drift()[j] + noise[j]);
        }
        Evaluated there = Evaluated.at(target, y, shape, here.epsilon());
        double[] logRatio = new double[dt.length];
        for (int i = 0; i < dt.length; i++) {
            double forth = 0;
            double back = 0;
            for (int j = i * width; j < (i + 1) * width; j++) {
                double move = (double) y[j] - x[j];
                forth += square(move - dt[i] * here.drift()[j]);
                back += square(-move - dt[i] * there.drift()[j]);
            }
            logRatio[i] = (here.energy()[i] - there.energy()[i] + (forth - back) / (4 * dt[i])) / here.epsilon()[i];
        }
        return new Metropolis.Proposal(there, logRatio);
    }

    private static double square(double a) {
        return a * a;
    }
}
