package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.GradientDescent;
import org.energymatching.sampling.Kernel;

/** Gradient descent in steps of length sampling.step, without noise. */
@Named(value = "gradient-descent", doc = "Gradient descent in steps of length sampling.step, without noise.")
public record GradientDescentConfig(
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
        return new GradientDescent(0, restingGradient);
    }

    @Override
    public boolean deterministic() {
        return true;
    }
}
