package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * The axes of a row along which things lie side by side: images (C, H, W), series with channels (C, L) and vectors (D).
 *
 * @param channels how many planes a row has
 * @param height H; 1 for vectors and series
 * @param width W, L or D
 */
record Plane(int channels, int height, int width) {

    static Plane of(Shape row) {
        int rank = row.rank();
        if (rank < 1 || rank > 3 || row.size() == 0) {
            throw new UsageException(
                    "An operator was asked for on rows of shape " + row + ".",
                    "Rows are images (channels, height, width), series (channels, length) or vectors (length).",
                    "Reshape the rows to one of these.");
        }
        return new Plane(rank == 1 ? 1 : (int) row.at(0), rank == 3 ? (int) row.at(1) : 1, (int) row.at(rank - 1));
    }

    /** How many pixels a plane has. */
    int pixels() {
        return height * width;
    }

    /** A shape of as many axes with another height and width. */
    Shape resized(Shape row, int newHeight, int newWidth) {
        return switch (row.rank()) {
            case 1 -> Shape.of(newWidth);
            case 2 -> Shape.of(channels, newWidth);
            default -> Shape.of(channels, newHeight, newWidth);
        };
    }
}
