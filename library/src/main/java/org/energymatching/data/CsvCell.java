package org.energymatching.data;

import java.util.Locale;
import java.util.Set;

/** What a cell of a CSV file says: a finite number, a missing or infinite one, or text. */
final class CsvCell {

    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null");

    private CsvCell() {}

    /** The decimal number in the cell as the nearest float to its double; NaN or an infinity if there is no finite one. */
    static float number(String cell) {
        String text = cell.strip();
        try {
            return isDecimal(text) ? (float) Double.parseDouble(text) : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    /** Whether the cell holds a finite number. */
    static boolean isNumber(String cell) {
        return Float.isFinite(number(cell));
    }

    /** Whether the cell is neither a number nor one of the usual signs for a missing or infinite number. */
    static boolean isText(String cell) {
        String text = cell.strip().toLowerCase(Locale.ROOT);
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return Float.isNaN(number(cell))
                && !MISSING.contains(unsigned)
                && !unsigned.equals("inf")
                && !unsigned.equals("infinity");
    }

    /** Whether the cell says that nothing was measured: empty, or one of the usual signs for a missing number. */
    static boolean isMissing(String cell) {
        return MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** Why the cell is not a finite number, to follow the name of its column. */
    static String fault(String cell) {
        if (cell.isBlank()) {
            return "is empty";
        }
        String shown = cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
        return "reads '" + shown + "', which is no " + (isText(cell) ? "number" : "finite number");
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
}
