package org.energymatching.plot;

/**
 * The marks of an axis.
 *
 * @param values where the labelled marks stand
 * @param labels what is written at each; {@code ^{…}} is raised
 * @param minor where small marks without a label stand
 * @param exponent the power of ten by which all labels are to be multiplied, usually 0
 */
record Ticks(double[] values, String[] labels, double[] minor, int exponent) {

    /** The width of the widest label in points. */
    double widest(Surface surface) {
        double widest = 0;
        for (String label : labels) {
            widest = Math.max(widest, Script.of(label).width(surface, Typeface.TICK));
        }
        return widest;
    }

    /** The axis's label with the common factor of its marks if they have one; the label is cut to fit, never the factor. */
    String caption(Surface surface, String label, double length) {
        String factor = exponent == 0 ? "" : "×10^{" + signed(exponent) + "}";
        String addition = exponent == 0 || label.isEmpty() ? factor : " (" + factor + ")";
        double room = length - Script.of(addition).width(surface, Typeface.LABEL);
        return Script.fitted(surface, label, Typeface.LABEL, room) + addition;
    }

    /** Whether there is anything to write along the axis. */
    boolean hasCaption(String label) {
        return exponent != 0 || !label.isEmpty();
    }

    /** A whole number with a true minus sign. */
    static String signed(int number) {
        return Integer.toString(number).replace('-', '−');
    }
}
