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
        SEQUENCES;

        /** Whether it is a built-in density in the plane. */
        public boolean isPlanar() {
            return this != TABLE && this != IMAGES && this != SEQUENCES;
        }
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

    /** What becomes of sequences that come again. */
    public enum Repeated {
        REFUSE,
        MEAN,
        KEEP
    }

    /** Course of the learning rate after its warm-up. */
    public enum Decay {
        CONSTANT,
        COSINE
    }
}
