package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * A kernel whose chains are brought back into a box after every step: coordinates beyond ± a bound become the bound.
 *
 * <p>For spaces that mean nothing outside, such as the latent space of an autoencoder (paper, section on inverse design). What the
 * chains follow is then no longer exactly exp(-U/ε): they linger on the walls. A kernel that remembers energies and slopes of its chains computes
 * those of a chain that was brought back anew; one with replicas clamps inside, as its inner kernel.
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
