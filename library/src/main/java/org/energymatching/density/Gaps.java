package org.energymatching.density;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.error.DataException;

/**
 * Rows in which the same values are missing.
 *
 * @param columns the missing columns; none for rows without gaps
 * @param rows their numbers, ascending
 */
record Gaps(BitSet columns, List<Integer> rows) {

    /** The rows from {@code from} to {@code to} by what is missing in them, NaN. */
    static List<Gaps> of(Samples rows, int from, int to) {
        Map<BitSet, Gaps> found = new LinkedHashMap<>();
        int d = rows.width();
        for (int i = from; i < to; i++) {
            found.computeIfAbsent(missing(rows.values(), i * d, d), columns -> new Gaps(columns, new ArrayList<>()))
                    .rows
                    .add(i);
        }
        return List.copyOf(found.values());
    }

    /** The places of NaN among {@code width} values. */
    static BitSet missing(float[] values, int offset, int width) {
        BitSet missing = new BitSet();
        for (int j = 0; j < width; j++) {
            missing.set(j, Float.isNaN(values[offset + j]));
        }
        return missing;
    }

    /** The share of rows that have a value, column by column. */
    static double[] shares(Samples rows) {
        int d = rows.width();
        double[] shares = new double[d];
        for (int at = 0; at < rows.values().length; at++) {
            shares[at % d] += Float.isNaN(rows.values()[at]) ? 0 : 1;
        }
        for (int j = 0; j < d; j++) {
            shares[j] /= rows.rows();
            if (shares[j] == 0) {
                throw new DataException(
                        "All values of column " + (j + 1) + " of " + rows + " are missing.",
                        "A column has at least one.",
                        "Leave that column out.");
            }
        }
        return shares;
    }

    /** The rows with the mean of its column in the place of each missing value; themselves if none is missing. */
    static Samples filled(Samples rows, double[] shares) {
        boolean gaps = false;
        for (double share : shares) {
            gaps |= share < 1;
        }
        if (!gaps) {
            return rows;
        }
        int d = rows.width();
        float[] values = rows.values().clone();
        double[] means = new double[d];
        for (int at = 0; at < values.length; at++) {
            means[at % d] += Float.isNaN(values[at]) ? 0 : values[at] / (shares[at % d] * rows.rows());
        }
        for (int at = 0; at < values.length; at++) {
            values[at] = Float.isNaN(values[at]) ? (float) means[at % d] : values[at];
        }
        return new Samples(values, rows.shape());
    }
}
