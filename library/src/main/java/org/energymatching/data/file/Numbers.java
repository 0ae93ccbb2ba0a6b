package org.energymatching.data.file;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as text: in files so that they read back unchanged, for people in as few digits as they need. */
public final class Numbers {

    /** Text by the rules of {@link String#format}, with the same number format in every locale. */
    public static String format(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Whole numbers below this are written without a point or an exponent. */
    private static final double WHOLE = 1e15;

    private Numbers() {}

    /** As many digits as make the double read back unchanged; whole numbers without a point. */
    public static String exact(double value) {
        return whole(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** As many digits as make the float read back unchanged; whole numbers without a point. */
    public static String exact(float value) {
        return whole(value) && Math.abs(value) < 1 << 24 ? Integer.toString((int) value) : Float.toString(value);
    }

    /** Four significant digits: 1234567, 1235, 12.35, 0.001235, 1.235e-07; whole numbers in full. */
    public static String brief(double value) {
        return brief(value, 4);
    }

    /** The same with another number of significant digits. */
    public static String brief(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite";
        }
        if (whole(value)) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        if (size >= WHOLE || size < 1e-4) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        int decimals = Math.max(0, digits - 1 - (int) Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
    }

    /** A number and its standard error with as many decimals as two digits of the error have: 0.0193 ± 0.0012. */
    public static String withError(double value, double error) {
        if (!(Double.isFinite(value) && Double.isFinite(error) && error > 0)) {
            return brief(value) + " ± " + brief(error);
        }
        int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(error)));
        return decimals > 12 || Math.abs(value) >= WHOLE
                ? String.format(Locale.ROOT, "%.3e ± %.1e", value, error)
                : String.format(Locale.ROOT, "%." + decimals + "f ± %." + decimals + "f", value, error);
    }

    /** A large number and a float, rounded to the last decimal that the float resolves. */
    public static double sum(double large, float small) {
        if (large == 0 || small == 0 || !Float.isFinite(small)) {
            return large == 0 ? Double.parseDouble(Float.toString(small)) : large + small;
        }
        double decimals = Math.pow(10, -Math.floor(Math.log10(Math.ulp(small))));
        double rounded = Math.rint((large + small) * decimals) / decimals;
        return Double.isFinite(rounded) ? rounded : large + small;
    }

    /** Whether it is a whole number short enough to be written as one; minus zero is not. */
    private static boolean whole(double value) {
        return value == Math.rint(value) && Math.abs(value) < WHOLE && !(value == 0 && 1 / value < 0);
    }
}
