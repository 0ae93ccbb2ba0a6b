package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;

/**
 * A transition kernel: one step of chains at temperature ε that leaves exp(-U/ε) invariant, exactly or up to an error of the
 * step's size, and is gradient flow at ε = 0.
 *
 * <p>The next state of a chain depends only on its own row, temperature and generator, unless the chains of the target
 * interact.
 */
@FunctionalInterface
public interface Kernel extends SelfDescribing {

    /**
     * Moves every chain of the block once.
     *
     * @param target U
     * @param state the chains before the step
     * @param epsilon the temperature of each row
     * @param dt the length of the step
     * @param rng the step's generator; chains draw from its children
     */
    Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng);

    /** The first-order scheme that the paper trains with: {@link EulerMaruyama}. */
    static Kernel eulerMaruyama() {
        return new EulerMaruyama();
    }

    /** The second-order scheme that the paper samples images with: {@link Heun}. */
    static Kernel heun() {
        return new Heun();
    }

    /** Langevin steps that stay stable where U is stiff: {@link ImplicitEulerMaruyama}. */
    static Kernel implicitEulerMaruyama() {
        return new ImplicitEulerMaruyama(ImplicitEulerMaruyama.TOLERANCE, ImplicitEulerMaruyama.ITERATIONS);
    }

    /** Gradient flow without noise, whatever the temperature: {@link GradientFlow}. */
    static Kernel gradientFlow() {
        return new GradientFlow(eulerMaruyama());
    }

    /** Gradient flow without noise by the second-order scheme: Heun's deterministic method. */
    static Kernel heunFlow() {
        return new GradientFlow(heun());
    }

    /** Gradient descent, accelerated by Nesterov's method where the momentum is above zero: {@link GradientDescent}. */
    static GradientDescent gradientDescent(double momentum) {
        return new GradientDescent(momentum, 0);
    }

    /** Gradient flow without noise to a tolerance, with adaptive steps: {@link RungeKutta45}. */
    static Kernel rungeKutta45() {
        return new RungeKutta45(RungeKutta45.TOLERANCE);
    }

    /** Langevin steps with a Metropolis correction: {@link Mala}. */
    static Mala mala() {
        return new Mala(StepAdaptation.none());
    }

    /** Trajectories of so many leapfrog steps with a Metropolis correction: {@link HamiltonianMonteCarlo}. */
    static HamiltonianMonteCarlo hamiltonian(int leapfrogSteps) {
        return new HamiltonianMonteCarlo(leapfrogSteps, HamiltonianMonteCarlo.JITTER, StepAdaptation.none());
    }

    /** Trajectories of adaptive length, sampled exactly: {@link NoUTurn}. */
    static NoUTurn noUTurn() {
        return new NoUTurn(NoUTurn.MAX_DEPTH, StepAdaptation.none());
    }

    /** Replicas at so many temperatures up to {@code hottest}·ε, which exchange positions: {@link ParallelTempering}. */
    static ParallelTempering parallelTempering(Kernel inner, int levels, double hottest) {
        return ParallelTempering.geometric(inner, levels, hottest);
    }
}
