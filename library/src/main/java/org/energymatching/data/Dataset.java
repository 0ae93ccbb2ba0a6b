package org.energymatching.data;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.data.file.EpochOrder;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * The empirical distribution of a finite set of rows. A draw is any of them; mini-batches take all of them in a random order, a new
 * one for every epoch.
 *
 * @param rows the rows
 */
public record Dataset(Samples rows) implements Distribution {

    public Dataset {
        if (rows.rows() < 1) {
            throw new DataException(
                    "The data set has no rows.",
                    "A data set has at least one.",
                    "Check the file and the selection that it was read with.");
        }
    }

    @Override
    public Shape shape() {
        return rows.shape().row();
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        int row = rng.nextInt(rows.rows());
        System.arraycopy(rows.values(), row * rows.width(), out, offset, rows.width());
    }

    @Override
    public Samples batch(long step, int n, Rng rng) {
        return rows.pick(EpochOrder.rows(rows.rows(), step, n, rng));
    }
}
