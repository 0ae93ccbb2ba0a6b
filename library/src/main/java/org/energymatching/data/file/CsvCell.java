package org.energymatching.data.file;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The content of a cell of a CSV file: a finite number, a missing or infinite one, or text. */
public final class CsvCell {

    private static final Set<String> MISSING =
            Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "?", "-", "missing");

    /** Digits in groups of three, with optional decimals after a comma: 1.234.567,8. */
    private static final Pattern GROUPED = Pattern.compile("[-+]?\\d{1,3}(\\.\\d{3})+(,\\d*)?");

    private CsvCell() {}

    /**
     * The finite number in the cell, or NaN.
     *
     * @param comma whether the decimal mark is a comma; points may then group the digits before it
     */
    public static double number(String cell, boolean comma) {
        String text = cell.strip();
        if (comma && GROUPED.matcher(text).matches()) {
            text = text.replace(".", "");
        } else if (comma && text.indexOf('.') >= 0) {
            return Double.NaN;
        }
        return parse(comma ? text.replace(',', '.') : text);
    }

    /** Whether the cell holds a finite number with a decimal mark. */
    public static boolean isNumber(String cell, boolean comma) {
        return !Double.isNaN(number(cell, comma));
    }

    /** Whether the cell is a number of digits alone, with an optional sign. */
    public static boolean isInteger(String cell) {
        String text = cell.strip();
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return text.length() > start && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether the cell is neither a number, by either decimal mark, nor a sign for a missing or infinite number. */
    public static boolean isText(String cell) {
        return !isNumber(cell, false) && !isNumber(cell, true) && !isMissing(cell) && !isInfinite(cell);
    }

    /** Whether the cell is a missing value: empty, or one of the usual signs for a missing number. */
    public static boolean isMissing(String cell) {
        String text = unsigned(cell);
        return MISSING.contains(text);
    }

    /** The reason why the cell is not a finite number, to follow the name of its column. */
    public static String fault(String cell) {
        if (cell.isBlank()) {
            return "is empty";
        }
        String shown = cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
        boolean known = isInfinite(cell) || isMissing(cell) || Double.isInfinite(unlimited(cell.strip()));
        return "reads '" + shown + "', which is no " + (known ? "finite number" : "number");
    }

    private static boolean isInfinite(String cell) {
        String text = unsigned(cell);
        return text.equals("inf") || text.equals("infinity");
    }

    private static String unsigned(String cell) {
        String text = cell.strip().toLowerCase(Locale.ROOT);
        return text.length() > 1 && (text.startsWith("-") || text.startsWith("+")) ? text.substring(1) : text;
    }

    private static double parse(String text) {
        double number = unlimited(text);
        return Double.isInfinite(number) ? Double.NaN : number;
    }

    private static double unlimited(String text) {
        try {
            return isDecimal(text) ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Double.parseDouble also takes hexadecimal and numbers that end in d or f; a table of data has neither. */
    private static boolean isDecimal(String text) {
        if (text.isEmpty()) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        boolean digit = last >= '0' && last <= '9';
        return (digit || last == '.') && text.indexOf('x') < 0 && text.indexOf('X') < 0;
    }

    /** A number in the fewest digits that tell it from others of its precision, float or double; empty where it is NaN. */
    public static String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return (float) value == value ? Float.toString((float) value) : Double.toString(value);
    }
}
