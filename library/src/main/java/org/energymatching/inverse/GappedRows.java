package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Rows of which some values were measured and others not, each row with gaps of its own: -log p(y|x) = Σ (x_j - y_j)² /
 * (2σ_j²) over the values j that were measured.
 *
 * <p>Chain i belongs to row i / {@code chains}; chains beyond the last row, which fill up a block, belong to the last. Where
 * all rows have the same gaps, {@link Inpainting} does the same with any noise.
 *
 * @param y (rows, …), NaN where nothing was measured; not copied
 * @param row the shape of one row
 * @param sigma σ_j, one for every value of a row
 * @param chains how many chains belong to each row
 * @param first the number of the chain in row 0 of a block
 */
public record GappedRows(float[] y, Shape row, double[] sigma, int chains, long first) implements Likelihood {

    /** Checks the sizes and the deviations. */
    public GappedRows {
        RowBlock.rows(y, row);
        if (sigma.length != row.length() || chains < 1) {
            throw new UsageException(
                    sigma.length + " deviations were given for rows of shape " + row + ", and " + chains
                            + " chains for each row.",
                    "Every value of a row has a deviation, and every row a chain.",
                    "Give " + row.length() + " deviations and a positive number of chains.");
        }
        for (double deviation : sigma) {
            if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
                throw new UsageException(
                        "A measurement with the deviation " + deviation + " was given.",
                        "Deviations are positive numbers.",
                        "Give exact values a deviation that is small against the data.");
            }
        }
    }

    /** Rows for a number of chains each. */
    public static GappedRows of(float[] y, Shape row, double[] sigma, int chains) {
        return new GappedRows(y, row, sigma, chains, 0);
    }

    @Override
    public Likelihood forChains(long start, int rows) {
        long all = (long) y.length / row.length() * chains;
        if (start >= all) {
            throw new UsageException(
                    "Chain " + start + " has no measured row.",
                    "There are " + y.length / row.length() + " rows with " + chains + " chains each, " + all
                            + " chains in all.",
                    "Sample as many as that.");
        }
        return new GappedRows(y, row, sigma, chains, start);
    }

    @Override
    public Tensor negativeLog(Tensor x) {
        int blockRows = Math.toIntExact(RowBlock.require(x, row, "A likelihood of rows with gaps"));
        int width = row.length();
        int last = y.length / width - 1;
        float[] measured = new float[blockRows * width];
        float[] weights = new float[measured.length];
        for (int i = 0; i < blockRows; i++) {
            int from = (int) Math.min((first + i) / chains, last) * width;
            for (int j = 0; j < width; j++) {
                boolean known = !Float.isNaN(y[from + j]);
                measured[i * width + j] = known ? y[from + j] : 0;
                weights[i * width + j] = known ? (float) (0.5 / (sigma[j] * sigma[j])) : 0;
            }
        }
        Shape shape = row.batch(blockRows);
        return x.minus(Tensor.of(measured, shape))
                .square()
                .times(Tensor.of(weights, shape))
                .sumPerRow();
    }
}
