package org.energymatching.cli.config;

/** The words of the keys that hold one of a few; in YAML they stand in small letters with hyphens. */
public final class Choices {

    private Choices() {}

    /** Built-in densities, tables, pictures and sequences with scores. */
    public enum DataKind {
        TWO_MOONS,
        EIGHT_GAUSSIANS,
        RINGS,
        CHECKERBOARD,
        PINWHEEL,
        SPIRAL,
        UNBALANCED,
        TABLE,
        IMAGES,
        SEQUENCES
    }

    /** Decimal marks. */
    public enum DecimalMark {
        POINT,
        COMMA
    }

    /** What becomes of rows with a missing cell. */
    public enum Missing {
        ERROR,
        DROP_ROWS
    }

    /** What transparent pixels are laid over. */
    public enum Background {
        WHITE,
        BLACK,
        HIDDEN
    }

    /** Networks. */
    public enum NetworkKind {
        PERCEPTRON,
        IMAGE,
        SEQUENCE
    }

    /** What becomes of sequences that come again. */
    public enum Repeated {
        REFUSE,
        MEAN,
        KEEP
    }

    /** What makes a number of a picture. */
    public enum HeadKind {
        VISION,
        PERCEPTRON
    }

    /** The numbers that drifts are computed in. */
    public enum Precision {
        SINGLE,
        BFLOAT16
    }

    /** Where chains and flows start. */
    public enum Source {
        STANDARD_NORMAL,
        EIGHT_GAUSSIANS,
        TWO_MOONS,
        FITTED_MIXTURE
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

    /** Where negatives start that follow the schedule. */
    public enum Start {
        SOURCE,
        DATA
    }

    /** How chains are moved. */
    public enum KernelKind {
        EULER_MARUYAMA,
        HEUN,
        GRADIENT_FLOW,
        RK45,
        MALA,
        HMC,
        PARALLEL_TEMPERING
    }

    /** How the slope is followed without noise. */
    public enum FlowScheme {
        EULER,
        HEUN,
        RK45
    }

    /** What moves the replicas of parallel tempering. */
    public enum InnerKernel {
        EULER_MARUYAMA,
        HEUN,
        MALA,
        HMC
    }
}
