package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.RungeKutta45;

/** The Dormand-Prince pair with an adaptive step, for sampling without noise. */
@Named(value = "rk45", doc = "The Dormand-Prince pair with an adaptive step, for sampling without noise.")
public record Rk45Config(
        @Key(doc = "Error allowed in a step, absolute and relative.", standard = "1e-4", range = "[1e-7, 1]")
        double tolerance)
        implements KernelConfig {

    @Override
    public Kernel kernel() {
        return new RungeKutta45(tolerance);
    }

    @Override
    public boolean adaptive() {
        return true;
    }
}
