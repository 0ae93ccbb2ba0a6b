package org.energymatching.cli.extension;

import org.energymatching.cli.kernel.KernelConfig;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;

/** Langevin steps of a part of the time that they are asked for. */
@Named(value = "slow", doc = "Langevin steps of a part of the time that they are asked for.")
public record SlowConfig(
        @Key(doc = "The part.", standard = "1", range = "(0, 1]")
        double part) implements KernelConfig {

    @Override
    public Kernel kernel() {
        Kernel whole = Kernel.eulerMaruyama();
        return (target, state, epsilon, dt, rng) -> whole.step(target, state, epsilon, part * dt, rng);
    }
}
