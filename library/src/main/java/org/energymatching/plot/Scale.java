package org.energymatching.plot;

/** How values are laid out along an axis: as they are, by their decimal logarithm, or {@linkplain AroundScale both}. */
interface Scale {

    /** Beyond this a difference of two values overflows: such values are treated like infinite ones. */
    double LARGEST = 1e300;

    /** Values as they are. */
    Scale LINEAR = new Scale() {
        @Override
        public boolean shows(double value) {
            return Math.abs(value) <= LARGEST;
        }

        @Override
        public double forward(double value) {
            return value;
        }

        @Override
        public double inverse(double position) {
            return position;
        }

        @Override
        public Ticks ticks(double low, double high, int atMost) {
            return LinearTicks.between(low, high, atMost);
        }

        @Override
        public String density() {
            return "density";
        }
    };

    /** Values above zero by their decimal logarithm. */
    Scale LOGARITHMIC = new Scale() {
        @Override
        public boolean shows(double value) {
            return value >= 1 / LARGEST && value <= LARGEST;
        }

        @Override
        public double forward(double value) {
            return Math.log10(value);
        }

        @Override
        public double inverse(double position) {
            return Math.pow(10, position);
        }

        @Override
        public Ticks ticks(double low, double high, int atMost) {
            return LogTicks.between(low, high, atMost);
        }

        @Override
        public String density() {
            return "density per decade";
        }
    };

    /** Whether the value has a place on such an axis: NaN and infinities never do. */
    boolean shows(double value);

    /** From value to position. */
    double forward(double value);

    /** From position to value. */
    double inverse(double position);

    /** About {@code atMost} marks between two positions. */
    Ticks ticks(double low, double high, int atMost);

    /** What a density over such an axis is called. */
    String density();

    /** What has to be said about an axis that is not what it seems; nothing about most. */
    default String note() {
        return "";
    }
}
