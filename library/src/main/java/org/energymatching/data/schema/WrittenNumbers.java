package org.energymatching.data.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.data.file.Numbers;
import org.energymatching.description.SelfDescribing;

/**
 * The numbers of a column, as they are written.
 *
 * @param lowest the smallest
 * @param highest the largest
 * @param fewest decimals that each has at least, trailing zeros included
 * @param most decimals that one has
 */
public record WrittenNumbers(double lowest, double highest, int fewest, int most) implements SelfDescribing {

    private static final int MOST = 400;

    /** Doubles hold as many significant digits of any number. */
    private static final int DIGITS = 15;

    /** The distance of neighbours among numbers so written. */
    public double step() {
        return Math.pow(10, -most);
    }

    /** The nearest number of so many decimals, where a double holds them. */
    static double rounded(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.abs(value) * scale < 0x1p53 ? Math.rint(value * scale) / scale : value;
    }

    /** The number with as many decimals, and no trailing zeros but those that all numbers have. */
    public String text(double value) {
        if (most > DIGITS || Math.abs(value) >= 1e15) {
            return Numbers.exact(value);
        }
        BigDecimal all = BigDecimal.valueOf(value).setScale(most, RoundingMode.HALF_EVEN);
        BigDecimal shortest = all.stripTrailingZeros();
        return (shortest.scale() < fewest ? shortest.setScale(fewest) : shortest).toPlainString();
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("lowest", lowest);
        description.put("highest", highest);
        description.put("fewest", fewest);
        description.put("most", most);
        return description;
    }

    static WrittenNumbers from(Fields fields) {
        return new WrittenNumbers(fields.number("lowest"), fields.number("highest"), (int) fields.whole("fewest"), (int)
                fields.whole("most"));
    }

    /** The decimals of a number as written: digits after its point, less its exponent, from 0 to 400. */
    static int decimals(String number) {
        int point = number.indexOf('.');
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        int end = exponent < 0 ? number.length() : exponent;
        int digits = point < 0 ? 0 : end - point - 1;
        double power = exponent < 0 ? 0 : Double.parseDouble(number.substring(exponent + 1));
        return (int) Math.max(0, Math.min(MOST, digits - power));
    }
}
