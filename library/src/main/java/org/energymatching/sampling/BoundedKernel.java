package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * A kernel with clamping after every step: coordinates beyond ± a bound are set to the bound.
 *
 * <p>For spaces without meaning outside a box, such as the latent space of an autoencoder (paper, section on inverse design).
 * The equilibrium is then not exactly exp(-U/ε): there is more mass on the walls. A kernel that stores energies and drifts of
 * its chains computes them again for a chain that was clamped; one with replicas clamps in its inner kernel.
 *
 * @param kernel how a step is made
 * @param bound above zero
 */
public record BoundedKernel(Kernel kernel, double bound) implements Kernel {

    /** Checks the bound. */
    public BoundedKernel {
        if (!(bound > 0)) {
            throw new UsageException(
                    "Chains were to be kept within ± " + bound + ".",
                    "A bound is above zero.",
                    "Choose for example 1.");
        }
        if (kernel instanceof ParallelTempering) {
            throw new UsageException(
                    "Parallel tempering was to be kept within ± " + bound + " from outside.",
                    "It has replicas at other temperatures, which are to be kept there too.",
                    "Clamp its inner kernel.");
        }
    }

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        Transition moved = kernel.step(target, state, epsilon, dt, rng);
        return new Transition(
                moved.state().at(moved.x().clamp(-bound, bound)), moved.info().withoutEnergy());
    }
}
