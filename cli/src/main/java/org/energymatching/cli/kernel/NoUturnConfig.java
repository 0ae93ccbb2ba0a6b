package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.NoUTurn;
import org.energymatching.sampling.StepAdaptation;

/** The No-U-Turn sampler, exact at equilibrium. */
@Named(
        value = "nuts",
        doc =
                "The No-U-Turn sampler: Hamiltonian Monte Carlo with trajectories that find their length, exact at equilibrium.")
public record NoUturnConfig(
        @Key(
                doc = "Steps with noise over which each chain adapts its step, from sampling.step on; 0 keeps that.",
                standard = "0",
                range = "[0, inf)")
        int warmupSteps,

        @Key(
                doc = "Most doublings of a trajectory, which has up to 2^n - 1 leapfrog steps.",
                standard = "8",
                range = "[1, 12]")
        int maxDepth)
        implements ReplicaKernelConfig {

    @Override
    public Kernel kernel() {
        return new NoUTurn(maxDepth, StepAdaptation.none()).adapting(warmupSteps);
    }

    @Override
    public boolean accepts() {
        return true;
    }
}
