package org.energymatching.coupling;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/**
 * Greedy matching: of all pairs whose rows are both free, it always takes the closest, until none is free.
 *
 * <pre>(i, j) = argmin ‖x₁ⁱ - x₀ʲ‖²  among free rows i of the data and j of the source</pre>
 *
 * <p>All B² distances are sorted once, in O(B² log B). Taking the data rows in turn, each with its nearest free source row, would
 * <p>All B² distances are sorted once, in O(B² log B). Pairing each data row in turn with its nearest free source row would
 * need no sort, but depend on the order of the rows. The first pairs are close, the last may be distant: the total cost is between
 * that of {@link ExactOt} and, except for contrived points, that of random pairs.
 * <p>E. Reingold and R. Tarjan, "On a greedy heuristic for complete matching", SIAM Journal on Computing 10 (1981).
 */
record GreedyOt() implements Coupling {

    private static final int FREE = -1;
    private static final int INDEX_BITS = 32;

    @Override
    public Pairing couple(Samples source, Samples data, Rng rng) {
        int n = data.rows();
        double[] cost = SquaredDistances.between(Centred.of(data), Centred.of(source), data.width());
        CostMatrix.require(cost, n, n);
        int[] columnOf = new int[n];
        Arrays.fill(columnOf, FREE);
        boolean[] taken = new boolean[n];
        for (long pair : ascending(cost)) {
            int row = (int) pair / n;
            int column = (int) pair % n;
            if (columnOf[row] == FREE && !taken[column]) {
                columnOf[row] = column;
                taken[column] = true;
            }
        }
        return Pairing.of(columnOf);
    }

    /** The indices of all costs, in ascending order, in the low half of each number; the high half is the bits of the distance. */
    private static long[] ascending(double[] cost) {
        long[] keys = new long[cost.length];
        Arrays.setAll(keys, at -> (long) Float.floatToIntBits((float) Math.sqrt(cost[at])) << INDEX_BITS | at);
        Arrays.sort(keys);
        return keys;
    }
}
