package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.schema.QuantileNormal;
import org.energymatching.data.schema.Standardised;
import org.energymatching.data.schema.Transform;

/** Quantiles to a standard normal, column by column, with knots at the training values and tails of unit slope. */
record ColumnQuantiles(Transform[] columns) {

    static ColumnQuantiles fit(Samples rows) {
        return new ColumnQuantiles(IntStream.range(0, rows.width())
                .mapToObj(j -> transform(IntStream.range(0, rows.rows())
                        .mapToDouble(i -> rows.values()[i * rows.width() + j])
                        .sorted()
                        .toArray()))
                .toArray(Transform[]::new));
    }

    private static Transform transform(double[] sorted) {
        int n = sorted.length;
        double[] knots = Arrays.stream(sorted).distinct().toArray();
        if (knots.length == 1) {
            return new Standardised(knots[0], 1);
        }
        double[] levels = new double[knots.length];
        int from = 0;
        for (int k = 0; k < knots.length; k++) {
            int to = from;
            while (to < n && sorted[to] == knots[k]) {
                to++;
            }
            levels[k] = (from + to) / (2.0 * n);
            from = to;
        }
        return new QuantileNormal(knots, levels, 1);
    }

    Samples apply(Samples rows) {
        float[] values = rows.values().clone();
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) columns[at % columns.length].forward(values[at]);
        }
        return new Samples(values, rows.shape());
    }

    Samples undo(Samples rows) {
        float[] values = rows.values().clone();
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) columns[at % columns.length].inverse(values[at]);
        }
        return new Samples(values, rows.shape());
    }
}
