package org.energymatching.plot;

/** How values are laid out along an axis: as they are, or by their decimal logarithm. */
enum Scale {
    LINEAR {
        @Override
        boolean shows(double value) {
            return Math.abs(value) <= LARGEST;
        }

        @Override
        double forward(double value) {
            return value;
        }

        @Override
        double inverse(double position) {
            return position;
        }
    },
    LOGARITHMIC {
        @Override
        boolean shows(double value) {
            return value >= 1 / LARGEST && value <= LARGEST;
        }

        @Override
        double forward(double value) {
            return Math.log10(value);
        }

        @Override
        double inverse(double position) {
            return Math.pow(10, position);
        }
    };

    /** Beyond this a difference of two values overflows: such values are treated like infinite ones. */
    private static final double LARGEST = 1e300;

    /** Whether the value has a place on such an axis: NaN and infinities never do. */
    abstract boolean shows(double value);

    /** From value to position. */
    abstract double forward(double value);

    /** From position to value. */
    abstract double inverse(double position);
}
