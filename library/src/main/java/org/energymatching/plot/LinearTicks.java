package org.energymatching.plot;

import java.math.BigDecimal;
import java.util.Locale;

/** Marks at the multiples of a round step, 1, 2 or 5 times a power of ten. */
final class LinearTicks {

    private static final double COMMAS_FROM = 10_000;

    private LinearTicks() {}

    /** The marks within [low, high], at the smallest round step that makes no more than {@code atMost} intervals. */
    static Ticks between(double low, double high, int atMost) {
        double least = (high - low) / Math.max(1, atMost);
        int power = (int) Math.floor(Math.log10(least));
        int digit = digit(least, power);
        if (digit == 10) {
            digit = 1;
            power++;
        }
        BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(power);
        double tolerance = 1e-6;
        long first = (long) Math.ceil(low / step.doubleValue() - tolerance);
        long last = (long) Math.floor(high / step.doubleValue() + tolerance);
        int count = (int) (last - first + 1);
        BigDecimal[] exact = new BigDecimal[count];
        double[] values = new double[count];
        double largest = 0;
        for (int i = 0; i < count; i++) {
            exact[i] = step.multiply(BigDecimal.valueOf(first + i));
            values[i] = exact[i].doubleValue();
            largest = Math.max(largest, Math.abs(values[i]));
        }
        int exponent = largest >= 1e6 || (largest < 1e-3 && largest > 0) ? (int) Math.floor(Math.log10(largest)) : 0;
        int decimals = Math.max(0, exponent - power);
        boolean commas = largest >= COMMAS_FROM;
        String[] labels = new String[count];
        for (int i = 0; i < count; i++) {
            labels[i] = label(exact[i].scaleByPowerOfTen(-exponent), decimals, commas);
        }
        return new Ticks(values, labels, new double[0], exponent);
    }

    /** The number plainly written, with a true minus sign. */
    static String label(BigDecimal number, int decimals, boolean commas) {
        return String.format(Locale.ROOT, (commas ? "%,." : "%.") + decimals + "f", number)
                .replace('-', '−');
    }

    private static int digit(double least, int power) {
        for (int digit : new int[] {1, 2, 5}) {
            double step = BigDecimal.valueOf(digit).scaleByPowerOfTen(power).doubleValue();
            if (step >= least * (1 - 1e-9)) {
                return digit;
            }
        }
        return 10;
    }
}
