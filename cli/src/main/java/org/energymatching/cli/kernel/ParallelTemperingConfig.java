package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;

/** Replicas at several temperatures that exchange places, for densities of separate modes. */
@Named(
        value = "parallel-tempering",
        doc = "Replicas at several temperatures that exchange places, for densities of separate modes.")
public record ParallelTemperingConfig(
        @Key(doc = "What moves the replicas.", standard = "mala")
        ReplicaKernelConfig inner,

        @Key(doc = "How many temperatures there are.", standard = "5", range = "[2, inf)")
        int levels,

        @Key(
                doc = "The highest temperature, in units of that of the schedule; those between rise by one factor.",
                standard = "10",
                range = "(1, inf)")
        double hottest,

        @Key(
                doc = "Replicas try to exchange places in one of so many steps, at random.",
                standard = "5",
                range = "[1, inf)")
        int swapEvery)
        implements KernelConfig {

    @Override
    public Kernel kernel() {
        return Kernel.parallelTempering(inner.kernel(), levels, hottest).swappingEvery(swapEvery);
    }

    @Override
    public boolean accepts() {
        return true;
    }
}
