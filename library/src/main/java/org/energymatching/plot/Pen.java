package org.energymatching.plot;

/**
 * How a line is drawn.
 *
 * @param colour its colour
 * @param width its width in points
 * @param dash the pattern it is broken by
 */
record Pen(Colour colour, double width, Dash dash) {

    /** Dash patterns, in the order in which reference lines use them. */
    enum Dash {
        SOLID,
        DASHED,
        DOTTED,
        MIXED;

        /** Lengths of ink and gap in points; none for a solid line. */
        double[] lengths() {
            return switch (this) {
                case SOLID -> new double[] {};
                case DASHED -> new double[] {5, 3};
                case DOTTED -> new double[] {1.2, 2.4};
                case MIXED -> new double[] {6, 2.5, 1.2, 2.5};
            };
        }

        /** The pattern of the nth reference line. */
        static Dash reference(int index) {
            return values()[1 + index % 3];
        }
    }

    static Pen solid(Colour colour, double width) {
        return new Pen(colour, width, Dash.SOLID);
    }
}
