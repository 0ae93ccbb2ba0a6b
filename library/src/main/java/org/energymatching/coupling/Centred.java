package org.energymatching.coupling;

import org.energymatching.Samples;

/** Batches minus their mean: a shift does not change the optimal plan, and the assignment of distant clouds is slow. */
final class Centred {

    private Centred() {}

    static float[] of(Samples batch) {
        int width = batch.width();
        double[] mean = new double[width];
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            mean[i % width] += (double) values[i] / batch.rows();
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= (float) mean[i % width];
        }
        return values;
    }
}
