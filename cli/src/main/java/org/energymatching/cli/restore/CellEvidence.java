package org.energymatching.cli.restore;

import org.energymatching.Samples;
import org.energymatching.inverse.GappedRows;
import org.energymatching.inverse.Likelihood;
import org.energymatching.tensor.Shape;

/**
 * Cells of a table, of which each row may lack others.
 *
 * @param cells in the units of the potential, NaN where nothing was measured
 * @param sigma the deviation of each column, in these units
 * @param exact whether the measurements have no noise, so that the deviations are there for the chains alone
 * @param shown the cells in the units of the data
 */
record CellEvidence(Samples cells, double[] sigma, boolean exact, Samples shown) implements Evidence {

    @Override
    public int rows() {
        return cells.rows();
    }

    @Override
    public Likelihood likelihood(int chains) {
        return GappedRows.of(cells.values(), Shape.of(sigma.length), sigma, chains);
    }

    @Override
    public double spread() {
        double least = Double.POSITIVE_INFINITY;
        for (double deviation : sigma) {
            least = Math.min(least, deviation);
        }
        return least * least;
    }

    @Override
    public double misfit(Samples x, int perRow) {
        double sum = 0;
        long count = 0;
        int width = sigma.length;
        for (int i = 0; i < x.values().length; i++) {
            float measured = cells.values()[i / width / perRow * width + i % width];
            if (!Float.isNaN(measured)) {
                double off = (measured - x.values()[i]) / sigma[i % width];
                sum += off * off;
                count++;
            }
        }
        return Math.sqrt(sum / Math.max(1, count));
    }

    @Override
    public boolean[] unseen(int row) {
        boolean[] unseen = new boolean[sigma.length];
        for (int j = 0; j < unseen.length; j++) {
            unseen[j] = Float.isNaN(cells.values()[row * unseen.length + j]);
        }
        return unseen;
    }

    @Override
    public Samples settled(Samples x, int perRow) {
        return exact ? put(cells, x, perRow) : x;
    }

    /** Rows in which what was measured stands as it was measured. */
    static Samples put(Samples measured, Samples x, int perRow) {
        int width = x.width();
        float[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
            float known = measured.values()[i / width / perRow * width + i % width];
            values[i] = Float.isNaN(known) ? values[i] : known;
        }
        return new Samples(values, x.shape());
    }
}
