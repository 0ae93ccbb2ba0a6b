package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;

/** Unadjusted Langevin steps, as in the paper. */
@Named(value = "euler-maruyama", doc = "Unadjusted Langevin steps, as in the paper.")
public record EulerMaruyamaConfig() implements ReplicaKernelConfig {

    @Override
    public Kernel kernel() {
        return Kernel.eulerMaruyama();
    }
}
