package org.energymatching.cli.config;

/** The words of the keys that hold one of a few; in YAML they stand in small letters with hyphens. */
public final class Choices {

    private Choices() {}

    /** Built-in densities, and tables. */
    public enum DataKind {
        TWO_MOONS,
        EIGHT_GAUSSIANS,
        TABLE
    }

    /** Where chains and flows start. */
    public enum Source {
        STANDARD_NORMAL,
        EIGHT_GAUSSIANS,
        TWO_MOONS
    }

    /** Pairings of source and data. */
    public enum CouplingKind {
        EXACT,
        SINKHORN,
        INDEPENDENT
    }

    /** Course of the learning rate after its warm-up. */
    public enum Decay {
        CONSTANT,
        COSINE
    }

    /** Temperature of the negatives that start at data. */
    public enum DataTemperature {
        CONSTANT,
        SCHEDULE
    }

    /** Integrators. */
    public enum KernelKind {
        EULER_MARUYAMA,
        HEUN
    }
}
