package org.energymatching.coupling;

import java.util.Arrays;

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
}
