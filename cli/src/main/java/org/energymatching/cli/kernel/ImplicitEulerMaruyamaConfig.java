package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.ImplicitEulerMaruyama;
import org.energymatching.sampling.Kernel;

/** Implicit Langevin steps, stable where the potential is stiff. */
@Named(value = "implicit-euler-maruyama", doc = "Implicit Langevin steps, stable where the potential is stiff.")
public record ImplicitEulerMaruyamaConfig(
        @Key(doc = "Error allowed in the solution of a step, relative.", standard = "1e-5", range = "[1e-7, 1)")
        double tolerance,

        @Key(
                doc = "Gradients that a step may take; a step that is not solved by then is an error.",
                standard = "300",
                range = "[1, inf)")
        int iterations)
        implements ReplicaKernelConfig {

    @Override
    public Kernel kernel() {
        return new ImplicitEulerMaruyama(tolerance, iterations);
    }
}
