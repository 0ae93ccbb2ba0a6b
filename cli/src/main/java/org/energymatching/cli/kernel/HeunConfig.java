package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.Kernel;

/** Stochastic Heun steps: two gradients a step, of second order without noise. */
@Named(value = "heun", doc = "Stochastic Heun steps: two gradients a step, of second order without noise.")
public record HeunConfig() implements ReplicaKernelConfig {

    @Override
    public Kernel kernel() {
        return Kernel.heun();
    }
}
