package org.energymatching.inverse;

import java.util.Arrays;
import java.util.List;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * Computes rows of Java values in blocks on all cores.
 *
 * <p>The last block is filled, so that every row is computed in the same shapes and is the same, to the last bit, however many
 * there are.
 */
final class RowBlock {

    private static final int ROWS = 64;

    /** A computation on a block of rows. */
    @FunctionalInterface
    interface Computation {

        /** The results of rows {@code first} and following, one after another. */
        float[] of(Tensor rows, int first);
    }

    private RowBlock() {}

    /** Applies a computation to rows of a shape, which the values fill. */
    static float[] map(float[] values, Shape row, Computation computation) {
        int width = row.length();
        int rows = rows(values, row);
        int blocks = (rows + ROWS - 1) / ROWS;
        List<float[]> parts = Workers.common().map(blocks, block -> {
            int first = block * ROWS;
            int count = Math.min(ROWS, rows - first);
            float[] part = new float[ROWS * width];
            for (int i = 0; i < ROWS; i++) {
                System.arraycopy(values, (i < count ? first + i : first) * width, part, i * width, width);
            }
            try (Scope scope = Scope.open()) {
                float[] results = computation.of(Tensor.of(part, row.batch(ROWS)), first);
                return Arrays.copyOf(results, results.length / ROWS * count);
            }
        });
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The number of rows of a shape in the values. */
    static int rows(float[] values, Shape row) {
        int width = row.length();
        if (values.length == 0 || values.length % width != 0) {
            throw new UsageException(
                    values.length + " values were given as rows of shape " + row + ".",
                    "Such rows have " + width + " values each, and there is at least one.",
                    "Pass whole rows, one after another.");
        }
        return values.length / width;
    }

    /** The number of rows in a tensor of rows of this shape. */
    static long require(Tensor x, Shape row, Object operator) {
        Shape shape = x.shape();
        if (shape.rank() == 0 || !shape.row().equals(row)) {
            throw new UsageException(
                    operator + " was applied to " + shape + ".",
                    "It takes rows of shape " + row + ", any number of them: (rows, …).",
                    "Make the operator for the shape of the rows, or reshape these.");
        }
        return shape.at(0);
    }
}
