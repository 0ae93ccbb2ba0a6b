package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;

/** Hamiltonian Monte Carlo, exact at equilibrium. */
@Named(value = "hmc", doc = "Hamiltonian Monte Carlo, exact at equilibrium.")
public record HmcConfig(
        @Key(
                doc = "Steps with noise over which each chain adapts its step, from sampling.step on; 0 keeps that.",
                standard = "0",
                range = "[0, inf)")
        int warmupSteps,

        @Key(doc = "Leapfrog steps of a trajectory.", standard = "10", range = "[1, inf)", symbol = "L")
        int leapfrogSteps)
        implements ReplicaKernelConfig {

    @Override
    public Kernel kernel() {
        return Kernel.hamiltonian(leapfrogSteps).adapting(warmupSteps);
    }

    @Override
    public boolean accepts() {
        return true;
    }
}
