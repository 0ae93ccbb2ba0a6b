package org.energymatching.plot;

/** Sans-serif letters of a size in points, plain or bold, in a colour. */
record Typeface(double size, boolean bold, Colour colour) {

    static final Typeface TITLE = new Typeface(12.5, true, Colour.TEXT);
    static final Typeface LABEL = new Typeface(11, false, Colour.TEXT);
    static final Typeface LEGEND = new Typeface(10, false, Colour.TEXT);
    static final Typeface TICK = new Typeface(9.5, false, Colour.AXIS);
    static final Typeface NOTE = new Typeface(8.5, false, Colour.NOTE);

    /** Smaller letters for exponents and indices. */
    Typeface script() {
        return new Typeface(0.72 * size, bold, colour);
    }
}
