package org.energymatching.coupling;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.energymatching.tensor.ProcessGroup;

/**
 * The pairs of two mini-batches.
 *
 * @param rows the row of the source that each row of the data is paired with, B
 * @param weights the weight of each pair in a loss, B of mean one; all one where the marginals are fixed
 */
public record Pairing(int[] rows, double[] weights) {

    /** Pairs of equal weight. */
    public static Pairing of(int... rows) {
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return new Pairing(rows, ones);
    }

    /** The pairs of the first process of a group in all of them; these where work is not divided. */
    public Pairing agreed() {
        double[] pairs =
                ProcessGroup.ofFirst(DoubleStream.concat(Arrays.stream(rows).asDoubleStream(), Arrays.stream(weights))
                        .toArray());
        return new Pairing(
                Arrays.stream(pairs)
                        .limit(rows.length)
                        .mapToInt(row -> (int) row)
                        .toArray(),
                Arrays.copyOfRange(pairs, rows.length, pairs.length));
    }
}
