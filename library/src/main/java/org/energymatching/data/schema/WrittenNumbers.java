package org.energymatching.data.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.data.file.Numbers;
import org.energymatching.description.SelfDescribing;

/**
 * The format of the numbers of a column.
 *
 * @param lowest the smallest
 * @param highest the largest
 * @param fewest the least number of decimals, trailing zeros included
 * @param most the largest number of decimals
 */
public record WrittenNumbers(double lowest, double highest, int fewest, int most) implements SelfDescribing {

    private static final int MOST = 400;

    /** The number of significant digits of any number that a double holds. */
    private static final int DIGITS = 15;

    /** The distance between adjacent numbers in this format. */
    public double step() {
        return Math.pow(10, -most);
    }

    /** The nearest number of so many decimals, if a double holds them. */
    static double rounded(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.abs(value) * scale < 0x1p53 ? Math.rint(value * scale) / scale : value;
    }

    /** The number with as many decimals, and no trailing zeros except those that all numbers have. */
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
