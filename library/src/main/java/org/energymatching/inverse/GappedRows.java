package org.energymatching.inverse;

import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Constant;
import org.energymatching.tensor.RowIndex;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Rows of which some values were measured and others not, each row with gaps of its own: -log p(y|x) = Σ (x_j - y_j)² /
 * (2σ_j²) over the values j that were measured.
 *
 * <p>Chain i belongs to row i / {@code chains}; chains beyond the last row, which fill up a block, belong to the last. Where
 * all rows have the same gaps, {@link Inpainting} does the same with any noise. The rows enter the engine once.
 */
public final class GappedRows implements Likelihood {

    private final Constant y;
    private final Constant weights;
    private final int count;
    private final Shape row;
    private final int chains;
    private final long first;
    private final RowIndex each;

    private GappedRows(Constant y, Constant weights, int count, Shape row, int chains, long first, int rows) {
        this.y = y;
        this.weights = weights;
        this.count = count;
        this.row = row;
        this.chains = chains;
        this.first = first;
        this.each = each(rows);
    }

    /**
     * Rows for a number of chains each.
     *
     * @param y (rows, …), NaN where nothing was measured
     * @param row the shape of one row
     * @param sigma σ_j, one for every value of a row
     * @param chains how many chains belong to each row
     */
    public static GappedRows of(float[] y, Shape row, double[] sigma, int chains) {
        int count = RowBlock.rows(y, row);
        require(row, sigma, chains);
        float[] measured = new float[y.length];
        float[] weights = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            if (!Float.isNaN(y[i])) {
                double deviation = sigma[i % sigma.length];
                measured[i] = y[i];
                weights[i] = (float) (0.5 / (deviation * deviation));
            }
        }
        Shape shape = row.batch(count);
        return new GappedRows(Constant.of(measured, shape), Constant.of(weights, shape), count, row, chains, 0, 0);
    }

    private static void require(Shape row, double[] sigma, int chains) {
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

    @Override
    public Likelihood forChains(long start, int rows) {
        long all = (long) count * chains;
        if (start >= all) {
            throw new UsageException(
                    "Chain " + start + " has no measured row.",
                    "There are " + count + " rows with " + chains + " chains each, " + all + " chains in all.",
                    "Sample as many as that.");
        }
        return new GappedRows(y, weights, count, row, chains, start, rows);
    }

    @Override
    public Tensor negativeLog(Tensor x) {
        int rows = Math.toIntExact(RowBlock.require(x, row, "A likelihood of rows with gaps"));
        RowIndex measured = each.size() == rows ? each : each(rows);
        return x.minus(measured.pick(y.on(x.device())))
                .square()
                .times(measured.pick(weights.on(x.device())))
                .sumPerRow();
    }

    private RowIndex each(int rows) {
        return RowIndex.of(IntStream.range(0, rows)
                .map(i -> (int) Math.min((first + i) / chains, count - 1))
                .toArray());
    }
}
