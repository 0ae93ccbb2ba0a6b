package org.energymatching.baseline;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * The axes of a row along which values lie side by side: images (C, H, W), series with channels (C, L), vectors (D).
 *
 * @param planes C, or 1
 * @param height H, or 1
 * @param width W, L or D
 */
record Rows(int planes, int height, int width) {

    static Rows of(Shape row) {
        int rank = row.rank();
        if (rank < 1 || rank > 3 || row.size() == 0) {
            throw new UsageException(
                    "Rows of shape " + row + " were to be restored.",
                    "Rows are images (channels, height, width), series (channels, length) or vectors (length).",
                    "Reshape the rows to one of these.");
        }
        return new Rows(rank == 1 ? 1 : (int) row.at(0), rank == 3 ? (int) row.at(1) : 1, (int) row.at(rank - 1));
    }

    int length() {
        return planes * height * width;
    }

    /** ∇u: differences to the right and down, zero where there is no neighbour. */
    void gradient(double[] u, double[] right, double[] down) {
        for (int i = 0; i < u.length; i++) {
            int column = i % width;
            int line = i / width % height;
            right[i] = column < width - 1 ? u[i + 1] - u[i] : 0;
            down[i] = line < height - 1 ? u[i + width] - u[i] : 0;
        }
    }

    /** div p = -∇ᵀp at pixel i. */
    double divergence(double[] right, double[] down, int i) {
        int column = i % width;
        int line = i / width % height;
        return (column < width - 1 ? right[i] : 0)
                - (column > 0 ? right[i - 1] : 0)
                + (line < height - 1 ? down[i] : 0)
                - (line > 0 ? down[i - width] : 0);
    }
}
