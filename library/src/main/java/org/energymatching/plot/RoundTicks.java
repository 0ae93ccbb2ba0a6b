package org.energymatching.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Marks at equal distances on any scale, each moved a little to the roundest value nearby. */
final class RoundTicks {

    /** How far a mark may move, as a share of the distance between marks. */
    private static final double PLAY = 0.15;

    /** What is left of the marks asked for, so that those that move do not touch. */
    private static final double FEWER = 0.75;

    private static final int DIGITS = 17;
    private static final BigDecimal LONG = new BigDecimal(1_000_000);

    private RoundTicks() {}

    /** Marks between two positions, fewer where values differ by less than numbers can tell. */
    static Ticks between(Scale scale, double low, double high, int atMost) {
        int count = (int) Math.max(1, FEWER * atMost);
        double spacing = (high - low) / count;
        List<BigDecimal> marks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double middle = low + (i + 0.5) * spacing;
            double from = scale.inverse(middle - PLAY * spacing);
            double to = scale.inverse(middle + PLAY * spacing);
            if (from < to && scale.shows(from) && scale.shows(to)) {
                marks.add(roundest(from, to));
            }
        }
        return new Ticks(
                marks.stream().mapToDouble(BigDecimal::doubleValue).toArray(),
                marks.stream().map(RoundTicks::label).toArray(String[]::new),
                new double[0],
                0);
    }

    /** Zero if it lies between the two, else the multiple of the greatest step 1, 2 or 5 times a power of ten. */
    static BigDecimal roundest(double from, double to) {
        if (from <= 0 && to >= 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal low = BigDecimal.valueOf(from);
        BigDecimal middle = low.add(BigDecimal.valueOf(to)).divide(BigDecimal.valueOf(2));
        int power = (int) Math.floor(Math.log10(Math.max(Math.abs(from), Math.abs(to)))) + 1;
        for (int lower = power - DIGITS; power > lower; power--) {
            for (int digit : new int[] {5, 2, 1}) {
                BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(power);
                BigDecimal multiple =
                        middle.divide(step, 0, RoundingMode.HALF_EVEN).multiply(step);
                if (multiple.doubleValue() >= from && multiple.doubleValue() <= to) {
                    return multiple;
                }
            }
        }
        return middle;
    }

    /** The number plainly written, or from a million on with a power of ten. */
    static String label(BigDecimal number) {
        BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (shortest.abs().compareTo(LONG) < 0) {
            return LinearTicks.label(
                    shortest, Math.max(0, shortest.scale()), shortest.abs().intValue() >= 10_000);
        }
        int power = shortest.precision() - shortest.scale() - 1;
        BigDecimal factor = shortest.scaleByPowerOfTen(-power);
        return LinearTicks.label(factor, Math.max(0, factor.scale()), false) + "×10^{" + power + "}";
    }
}
