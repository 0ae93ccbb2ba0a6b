package org.energymatching.plot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Marks of a logarithmic axis: at powers of ten, or where it spans less than two, at 1, 2 and 5 times a power. */
final class LogTicks {

    /** Powers of ten within these bounds are written out, others as 10 raised to an exponent. */
    private static final int PLAIN = 3;

    private LogTicks() {}

    /** The marks between the decimal logarithms low and high, with about {@code atMost} labels. */
    static Ticks between(double low, double high, int atMost) {
        double tolerance = 1e-9;
        int first = (int) Math.ceil(low - tolerance);
        int last = (int) Math.floor(high + tolerance);
        if (last - first >= 1) {
            return powers(low, high, first, last, Math.max(1, atMost));
        }
        Ticks fine = fine(low, high);
        return fine.values().length >= 3 ? fine : LinearTicks.between(Math.pow(10, low), Math.pow(10, high), atMost);
    }

    private static Ticks powers(double low, double high, int first, int last, int atMost) {
        int stride = (last - first) / atMost + 1;
        boolean plain = first >= -PLAIN && last <= PLAIN;
        List<Double> values = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int power = -stride * Math.floorDiv(-first, stride); power <= last; power += stride) {
            values.add(value(1, power));
            labels.add(plain ? plain(1, power) : "10^{" + Ticks.signed(power) + "}");
        }
        return new Ticks(array(values), labels.toArray(String[]::new), minor(low, high, stride), 0);
    }

    private static Ticks fine(double low, double high) {
        List<Double> values = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int power = (int) Math.floor(low); power <= high; power++) {
            for (int digit : new int[] {1, 2, 5}) {
                double value = value(digit, power);
                if (Math.log10(value) >= low && Math.log10(value) <= high) {
                    values.add(value);
                    labels.add(
                            Math.abs(power) <= PLAIN
                                    ? plain(digit, power)
                                    : digit + "×10^{" + Ticks.signed(power) + "}");
                }
            }
        }
        return new Ticks(array(values), labels.toArray(String[]::new), minor(low, high, 1), 0);
    }

    /** Between neighbouring powers the multiples 2 to 9; between distant ones the powers left out. */
    private static double[] minor(double low, double high, int stride) {
        List<Double> values = new ArrayList<>();
        int digits = stride == 1 ? 9 : 1;
        for (int power = (int) Math.floor(low); power <= high; power++) {
            for (int digit = stride == 1 ? 2 : 1; digit <= digits; digit++) {
                double position = Math.log10(value(digit, power));
                if (position >= low && position <= high) {
                    values.add(value(digit, power));
                }
            }
        }
        return stride > 20 ? new double[0] : array(values);
    }

    private static double value(int digit, int power) {
        return BigDecimal.valueOf(digit).scaleByPowerOfTen(power).doubleValue();
    }

    private static String plain(int digit, int power) {
        return LinearTicks.label(BigDecimal.valueOf(digit).scaleByPowerOfTen(power), Math.max(0, -power), false);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
