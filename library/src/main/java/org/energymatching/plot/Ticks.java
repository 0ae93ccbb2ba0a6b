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

    /** The axis's label with the common factor of its marks, if they have one. */
    String caption(String label) {
        String factor = exponent == 0 ? "" : "×10^{" + signed(exponent) + "}";
        return exponent == 0 ? label : label.isEmpty() ? factor : label + " (" + factor + ")";
    }

    /** A whole number with a true minus sign. */
    static String signed(int number) {
        return Integer.toString(number).replace('-', '−');
    }
}
