package org.energymatching.plot;

import java.util.Arrays;

/**
 * Leaves out the points of a long line that no eye would miss.
 *
 * <p>Of consecutive points in one column half a point wide, the first, the lowest, the highest and the last stay: the
 * drawn pixels hardly change, and a curve of a million steps becomes a small file.
 */
final class Thinning {

    private static final int SHORT = 1500;
    private static final double COLUMNS_PER_POINT = 2;

    private Thinning() {}

    static Frame.Stretch of(Frame.Stretch line) {
        double[] xs = line.xs();
        double[] ys = line.ys();
        if (xs.length <= SHORT) {
            return line;
        }
        int[] kept = new int[xs.length];
        int count = 0;
        int start = 0;
        for (int i = 1; i <= xs.length; i++) {
            if (i == xs.length || column(xs[i]) != column(xs[start])) {
                count = keep(ys, start, i, kept, count);
                start = i;
            }
        }
        double[] across = new double[count];
        double[] down = new double[count];
        for (int i = 0; i < count; i++) {
            across[i] = xs[kept[i]];
            down[i] = ys[kept[i]];
        }
        return new Frame.Stretch(across, down);
    }

    /** Notes which of the points from start to end (exclusive) stay; returns the new count. */
    private static int keep(double[] ys, int start, int end, int[] kept, int count) {
        int lowest = start;
        int highest = start;
        for (int i = start; i < end; i++) {
            lowest = ys[i] < ys[lowest] ? i : lowest;
            highest = ys[i] > ys[highest] ? i : highest;
        }
        int[] chosen = {start, Math.min(lowest, highest), Math.max(lowest, highest), end - 1};
        for (int index : Arrays.stream(chosen).distinct().toArray()) {
            kept[count++] = index;
        }
        return count;
    }

    private static long column(double x) {
        return (long) Math.floor(COLUMNS_PER_POINT * x);
    }
}
