package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Hamiltonian Monte Carlo: each chain draws a momentum p ~ N(0, ε I), makes L leapfrog steps of length s = √(2 Δt) with mass 1,
 * and accepts their end by the error of H = U + ½‖p‖² (Neal 2011).
 *
 * <pre>
 * p ← p - ½ s ∇U(x);   x ← x + s p;   p ← p - ½ s ∇U(x);   accepted with min(1, exp(-ΔH/ε))
 * </pre>
 *
 * <p>L gradients and one energy a step; with L = 1 it is {@link Mala} at the same Δt. Exact at any Δt. The length of a
 * trajectory is random, as otherwise a direction whose period divides it would never mix. Rows at ε = 0 have no momentum: they
 * take a gradient step of the given Δt.
 *
 * @param leapfrogSteps L
 * @param jitter s is drawn for each step and chain from s·[1 - jitter, 1 + jitter]
 * @param adaptation how Δt is adapted; the optimal acceptance is {@link #ACCEPTANCE}
 */
public record HamiltonianMonteCarlo(int leapfrogSteps, double jitter, StepAdaptation adaptation) implements Kernel {

    /** The optimal acceptance in many dimensions (Beskos et al. 2013). */
    public static final double ACCEPTANCE = 0.651;

    /** The default jitter of a trajectory's length. */
    public static final double JITTER = 0.2;

    /** Checks the numbers. */
    public HamiltonianMonteCarlo {
        if (leapfrogSteps < 1 || !(jitter >= 0 && jitter < 1)) {
            throw new UsageException(
                    leapfrogSteps + " leapfrog steps with a jitter of " + jitter + " were asked for.",
                    "There is at least one step, and the jitter lies in [0, 1).",
                    "Choose for example 10 steps and a jitter of " + JITTER + ".");
        }
    }

    /** Adapts Δt, starting from the given one, over so many steps of each chain. */
    public HamiltonianMonteCarlo adapting(int warmupSteps) {
        return new HamiltonianMonteCarlo(leapfrogSteps, jitter, new StepAdaptation(warmupSteps, ACCEPTANCE));
    }

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        return Metropolis.step(
                (here, shape, steps) -> {
                    double[] pushes = Arrays.stream(epsilon).map(Math::sqrt).toArray();
                    float[] push = state.deviates(rng, pushes, here.x().length);
                    return glide(target, here, shape, lengths(steps, epsilon, state, rng), push);
                },
                adaptation,
                target,
                state,
                epsilon,
                dt,
                rng);
    }

    /** s for each row. */
    private double[] lengths(double[] dt, double[] epsilon, ChainState state, Rng rng) {
        Rng chances = rng.stream("jitter");
        double[] s = new double[dt.length];
        for (int i = 0; i < s.length; i++) {
            double chance = 2 * chances.at(state.first() + i).nextDouble() - 1;
            s[i] = Math.sqrt(2 * dt[i]) * (epsilon[i] > 0 ? 1 + jitter * chance : 1);
        }
        return s;
    }

    private Metropolis.Proposal glide(Target target, Evaluated here, Shape shape, double[] s, float[] push) {
        double[] epsilon = here.epsilon();
        int width = push.length / s.length;
        double[] q = new double[push.length];
        double[] p = new double[push.length];
        for (int j = 0; j < p.length; j++) {
            q[j] = here.x()[j];
            p[j] = push[j] + 0.5 * s[j / width] * here.drift()[j];
        }
        for (int leap = 1; ; leap++) {
            float[] x = new float[q.length];
            for (int j = 0; j < p.length; j++) {
                q[j] += s[j / width] * p[j];
                x[j] = (float) q[j];
            }
            if (leap == leapfrogSteps) {
                Evaluated there = Evaluated.at(target, x, shape, epsilon);
                kick(p, s, 0.5, there.drift(), epsilon);
                return new Metropolis.Proposal(there, logRatio(here, there, push, p));
            }
            kick(p, s, 1, Evaluated.drift(target, x, shape, epsilon), epsilon);
        }
    }

    /** p ← p - share · s ∇U; at ε = 0 only the first leapfrog step moves, which is the gradient step: s · ½ s ∇U = Δt ∇U. */
    private static void kick(double[] p, double[] s, double share, float[] drift, double[] epsilon) {
        int width = p.length / s.length;
        for (int j = 0; j < p.length; j++) {
            int row = j / width;
            p[j] = epsilon[row] == 0 ? 0 : p[j] + share * s[row] * drift[j];
        }
    }

    /** -ΔH/ε of each row. */
    private static double[] logRatio(Evaluated here, Evaluated there, float[] push, double[] p) {
        double[] logRatio = new double[here.energy().length];
        int width = p.length / logRatio.length;
        for (int i = 0; i < logRatio.length; i++) {
            double kinetic = 0;
            for (int j = i * width; j < (i + 1) * width; j++) {
                kinetic += 0.5 * (p[j] * p[j] - (double) push[j] * push[j]);
            }
            logRatio[i] = (here.energy()[i] - there.energy()[i] - kinetic) / here.epsilon()[i];
        }
        return logRatio;
    }
}
