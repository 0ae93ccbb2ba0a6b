package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * The spatial axes of a row: images (C, H, W), series with channels (C, L) and vectors (D).
 *
 * @param channels the number of planes in a row
 * @param height H; 1 for vectors and series
 * @param width W, L or D
 */
public record Plane(int channels, int height, int width) {

    /** The axes of rows of a shape; shapes of other kinds are refused. */
    public static Plane of(Shape row) {
        int rank = row.rank();
        if (rank < 1 || rank > 3 || row.size() == 0) {
            throw new UsageException(
                    "Rows of shape " + row + " were to be measured or restored.",
                    "Rows are images (channels, height, width), series (channels, length) or vectors (length).",
                    "Reshape the rows to one of these.");
        }
        return new Plane(rank == 1 ? 1 : (int) row.at(0), rank == 3 ? (int) row.at(1) : 1, (int) row.at(rank - 1));
    }

    /** The number of pixels in a plane. */
    public int pixels() {
        return height * width;
    }

    /** A shape of as many axes with another height and width. */
    public Shape resized(Shape row, int newHeight, int newWidth) {
        return switch (row.rank()) {
            case 1 -> Shape.of(newWidth);
            case 2 -> Shape.of(channels, newWidth);
            default -> Shape.of(channels, newHeight, newWidth);
        };
    }
}
