package org.energymatching.tensor;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.energymatching.error.UsageException;

/**
 * The extents of an array, outermost first, as in {@code (128, 3, 32, 32)}; the first is the batch where there is one.
 *
 * @param extents the length along each axis, none negative
 */
public record Shape(long... extents) implements Serializable {

    /** Copies the extents. */
    public Shape {
        extents = extents.clone();
        for (long extent : extents) {
            if (extent < 0) {
                throw new UsageException(
                        "The shape " + text(extents) + " has a negative extent.",
                        "Every extent of a shape is zero or more.",
                        "Check the sizes that the shape was made from.");
            }
        }
    }

    /** The shape with these extents. */
    public static Shape of(long... extents) {
        return new Shape(extents);
    }

    @Override
    public long[] extents() {
        return extents.clone();
    }

    /** The number of axes. */
    public int rank() {
        return extents.length;
    }

    /** The length along an axis. */
    public long at(int axis) {
        return extents[axis];
    }

    /** The number of elements: the product of the extents. */
    public long size() {
        long size = 1;
        for (long extent : extents) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }

    /** The number of elements as an array length. */
    public int length() {
        return Math.toIntExact(size());
    }

    /** This shape with a batch of {@code rows} in front: (d, …) to (rows, d, …). */
    public Shape batch(long rows) {
        long[] batched = new long[extents.length + 1];
        batched[0] = rows;
        System.arraycopy(extents, 0, batched, 1, extents.length);
        return new Shape(batched);
    }

    /** The shape of one row: (B, d, …) to (d, …). */
    public Shape row() {
        return new Shape(Arrays.copyOfRange(extents, 1, extents.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(extents, that.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** As in {@code (128, 2)}. */
    @Override
    public String toString() {
        return text(extents);
    }

    private static String text(long[] extents) {
        return Arrays.stream(extents).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
