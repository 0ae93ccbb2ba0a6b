package org.energymatching.data.file;

import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/** The order of a finite set's rows in mini-batches: all of them in a random order, a new one every epoch. */
public final class EpochOrder {

    private EpochOrder() {}

    /** The rows of the mini-batch of a step, if all earlier steps had {@code n} rows too. */
    public static int[] rows(int count, long step, int n, Rng rng) {
        int[] rows = new int[n];
        long pass = -1;
        @Nullable Permutation order = null;
        for (int i = 0; i < n; i++) {
            long position = step * n + i;
            if (order == null || position / count != pass) {
                pass = position / count;
                order = new Permutation(count, rng.at(pass));
            }
            rows[i] = (int) order.at(position % count);
        }
        return rows;
    }
}
