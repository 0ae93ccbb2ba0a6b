package org.energymatching.cli.config;

/** The words of the keys that are a choice; in YAML they are in lower case with hyphens. */
public final class Choices {

    private Choices() {}

    /** Built-in densities, tables, images and sequences with scores. */
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

    /** The treatment of rows with a missing cell. */
    public enum Missing {
        ERROR,
        DROP_ROWS,
        LEARN
    }

    /** What is held out whole: rows, or all rows of a home. */
    public enum SplitBy {
        ROW,
        ID
    }

    /** The background under transparent pixels. */
    public enum Background {
        WHITE,
        BLACK,
        HIDDEN
    }

    /** The treatment of duplicate sequences. */
    public enum Repeated {
        REFUSE,
        MEAN,
        KEEP
    }

    /** The learning rate schedule after the warmup. */
    public enum Decay {
        CONSTANT,
        COSINE
    }
}
