package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;

/** The Metropolis-adjusted Langevin algorithm, exact at equilibrium. */
@Named(value = "mala", doc = "The Metropolis-adjusted Langevin algorithm, exact at equilibrium.")
public record MalaConfig(
        @Key(
                doc = "Steps with noise over which each chain adapts its step, from sampling.step on; 0 keeps that.",
                standard = "0",
                range = "[0, inf)")
        int warmupSteps)
        implements ReplicaKernelConfig {

    @Override
    public Kernel kernel() {
        return Kernel.mala().adapting(warmupSteps);
    }

    @Override
    public boolean accepts() {
        return true;
    }
}
