package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.sampling.GradientFlow;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.RungeKutta45;

/** The gradient flow without noise at any temperature. */
@Named(value = "gradient-flow", doc = "The gradient flow without noise at any temperature.")
public record GradientFlowConfig(
        @Key(doc = "How the flow is integrated.", standard = "euler")
        Scheme scheme,

        @Key(
                doc = "Error allowed in a step, absolute and relative. Scheme rk45.",
                standard = "1e-4",
                range = "[1e-7, 1]")
        double tolerance)
        implements KernelConfig {

    @Override
    public Kernel kernel() {
        return new GradientFlow(
                switch (scheme) {
                    case EULER -> Kernel.eulerMaruyama();
                    case HEUN -> Kernel.heun();
                    case RK45 -> new RungeKutta45(tolerance);
                });
    }

    /** Integrators of the flow. */
    public enum Scheme {
        EULER,
        HEUN,
        RK45
    }

    @Override
    public boolean adaptive() {
        return scheme == Scheme.RK45;
    }

    @Override
    public boolean deterministic() {
        return true;
    }
}
