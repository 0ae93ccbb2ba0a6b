package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;

/**
 * One step of a chain that descends U with noise of temperature ε: it leaves exp(-U/ε) in place, exactly or up to the size
 * of the step, and is gradient flow at ε = 0.
 *
 * <p>What becomes of a chain depends on its own row, temperature and generator alone, not on its neighbours, unless the
 * target lets them feel one another.
 */
@FunctionalInterface
public interface Kernel extends SelfDescribing {

    /**
     * Moves every chain of the block once.
     *
     * @param target U
     * @param state where the chains stand
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

    /** Descent without noise, whatever the temperature: {@link GradientFlow}. */
    static Kernel gradientFlow() {
        return new GradientFlow(eulerMaruyama());
    }

    /** Descent without noise by the second-order scheme: Heun's deterministic method. */
    static Kernel heunFlow() {
        return new GradientFlow(heun());
    }

    /** Descent in steps, by Nesterov's look-ahead where the momentum is above zero: {@link GradientDescent}. */
    static GradientDescent gradientDescent(double momentum) {
        return new GradientDescent(momentum, 0);
    }

    /** The noiseless flow to a tolerance, in steps as long as that allows: {@link RungeKutta45}. */
    static Kernel rungeKutta45() {
        return new RungeKutta45(RungeKutta45.TOLERANCE);
    }

    /** Langevin steps that a Metropolis rule makes exact: {@link Mala}. */
    static Mala mala() {
        return new Mala(StepAdaptation.none());
    }

    /** Long strides by so many leapfrog steps, made exact by a Metropolis rule: {@link HamiltonianMonteCarlo}. */
    static HamiltonianMonteCarlo hamiltonian(int leapfrogSteps) {
        return new HamiltonianMonteCarlo(leapfrogSteps, HamiltonianMonteCarlo.JITTER, StepAdaptation.none());
    }

    /** Trajectories that find their length themselves, sampled exactly: {@link NoUTurn}. */
    static NoUTurn noUTurn() {
        return new NoUTurn(NoUTurn.MAX_DEPTH, StepAdaptation.none());
    }

    /** Replicas at so many temperatures up to {@code hottest}·ε, which exchange places: {@link ParallelTempering}. */
    static ParallelTempering parallelTempering(Kernel inner, int levels, double hottest) {
        return ParallelTempering.geometric(inner, levels, hottest);
    }
}
