package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.GradientDescent;
import org.energymatching.sampling.Kernel;

/** Gradient descent with a look-ahead by the last displacement, without noise. */
@Named(
        value = "nesterov",
        doc = "Gradient descent with a look-ahead by the last displacement, without noise: Nesterov's method.")
public record NesterovConfig(
        @Key(doc = "Share of the last displacement.", standard = "0.3", range = "[0, 1)", symbol = "μ")
        double momentum,

        @Key(
                doc =
                        "A row stops where its gradient, by root mean square of its numbers, is smaller; 0 means that none does.",
                standard = "0",
                range = "[0, inf)",
                symbol = "g")
        double restingGradient)
        implements KernelConfig {

    @Override
    public Kernel kernel() {
        return new GradientDescent(momentum, restingGradient);
    }

    @Override
    public boolean deterministic() {
        return true;
    }
}
