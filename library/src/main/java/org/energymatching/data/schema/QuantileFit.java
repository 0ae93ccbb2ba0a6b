package org.energymatching.data.schema;

import java.util.Arrays;

/**
 * Fits the distribution function F of a {@link QuantileNormal} to the values of a column.
 *
 * <p>Between atoms F has a knot for every tenth value, up to a thousand knots. It is mixed with a uniform distribution on the
 * interval between the ends, of weight 1/(n + 1), so that it increases everywhere. A finite bound is an end, where F is 0 or 1; at
 * an open end 1/(2n + 2) is the mass of the tail.
 */
final class QuantileFit {

    private static final int MOST_PIECES = 1000;
    private static final int ROWS_OF_A_PIECE = 10;

    /** A value of this many rows, and of one in a hundred, is an atom. */
    private static final int ROWS_OF_AN_ATOM = 10;

    private static final double SHARE_OF_AN_ATOM = 0.01;

    private final double[] values;
    private final double step;
    private final double[] knots;
    private final double[] counts;
    private int filled;

    private QuantileFit(double[] values, double step) {
        this.values = values;
        this.step = step;
        this.knots = new double[2 * values.length + 4];
        this.counts = new double[2 * values.length + 4];
    }

    /**
     * The transform of values, each distributed evenly over the cell of width {@code step} around it.
     *
     * @param values one or more
     * @param low where y ends; minus infinite if it does not
     * @param high where y ends; infinite if it does not
     */
    static QuantileNormal of(double[] values, double step, double low, double high) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new QuantileFit(sorted, step).fit(low, high);
    }

    private QuantileNormal fit(double low, double high) {
        int n = values.length;
        double first = values[0] - step / 2;
        if (low < first && Double.isFinite(low)) {
            put(low, 0);
        }
        put(first, 0);
        double atom = Math.max(ROWS_OF_AN_ATOM, SHARE_OF_AN_ATOM * n);
        double piece = Math.max(ROWS_OF_A_PIECE, (double) n / MOST_PIECES);
        int begun = 0;
        for (int from = 0, to; from < n; from = to) {
            to = from + 1;
            while (to < n && values[to] == values[from]) {
                to++;
            }
            if (to - from >= atom) {
                put(values[from] - step / 2, from);
            }
            if (to - from >= atom || to - begun >= piece || to == n) {
                put(values[from] + step / 2, to);
                begun = to;
            }
        }
        if (high > knots[filled - 1] && Double.isFinite(high)) {
            put(high, n);
        }
        return transform(low, high);
    }

    /** A knot with the count of values below it; one that is not above the last, to the resolution of a double, is skipped. */
    private void put(double y, double below) {
        if (filled == 0 || y > knots[filled - 1]) {
            knots[filled] = y;
            counts[filled++] = below;
        } else {
            counts[filled - 1] = below;
        }
    }

    private QuantileNormal transform(double low, double high) {
        int n = values.length;
        double start = knots[0];
        double width = knots[filled - 1] - start;
        double open = 1 / (2.0 * n + 2);
        double below = Double.isFinite(low) ? 0 : open;
        double above = Double.isFinite(high) ? 0 : open;
        double[] levels = new double[filled];
        int kept = 0;
        for (int k = 0; k < filled; k++) {
            double even = (knots[k] - start) / width;
            double level = below + (1 - below - above) * (counts[k] + even) / (n + 1);
            kept += kept == 0 || level > levels[kept - 1] ? 1 : 0; // a gap too narrow for a double is skipped
            knots[kept - 1] = knots[k];
            levels[kept - 1] = level;
        }
        return new QuantileNormal(
                Arrays.copyOf(knots, kept),
                Arrays.copyOf(levels, kept),
                Standardised.fit(values, step).scale());
    }
}
