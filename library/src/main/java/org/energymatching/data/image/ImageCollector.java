package org.energymatching.data.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Collects the images of one file after another into a set.
 *
 * <p>Memory is allocated image by image as the bytes arrive, so that a wrong header, or a small file that unpacks to a huge
 * one, is detected early.
 */
final class ImageCollector {

    /** The memory of an image besides its pixels: the header of its array, padding, and its entries in two lists. */
    private static final int OVERHEAD = 48;

    private final List<byte[]> pixels = new ArrayList<>();
    private @Nullable Shape shape;

    /** Reads {@code count} images, after which the stream must end. */
    void read(Path path, InputStream in, long count, ImageAxes axes) throws IOException {
        expect(path, count, axes.shape());
        int length = axes.shape().length();
        for (long i = 0; i < count; i++) {
            byte[] image = in.readNBytes(length);
            if (image.length < length) {
                throw new DataException(
                        path + " ends after " + i + " whole images.",
                        "Its header announces " + count + " of shape " + axes.shape() + ".",
                        "The file was cut off: fetch or make it again.");
            }
            pixels.add(axes.planar(image));
        }
        if (in.read() >= 0) {
            throw new DataException(
                    path + " goes on after its last image.",
                    "Its header announces " + count + " of shape " + axes.shape() + " and nothing else.",
                    "The file was damaged: fetch or make it again.");
        }
    }

    /** Prepares for {@code count} more images of a shape, which must be that of the images so far and fit in memory. */
    void expect(Path path, long count, Shape wanted) {
        if (count == 0) {
            throw new DataException(
                    path + " holds no images.",
                    "A set of images has at least one.",
                    "Check that the file was written to its end.");
        }
        if (shape != null && !shape.equals(wanted)) {
            throw new DataException(
                    path + " holds images of shape " + wanted + ".",
                    "The files before it hold images of shape " + shape + ", and all must be equal.",
                    "Put files of one kind into a directory of their own.");
        }
        shape = wanted;
        double bytes = (double) (pixels.size() + count) * (wanted.size() + OVERHEAD);
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap || pixels.size() + count > Integer.MAX_VALUE) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d images of shape %s, with which all would take %.1f GB.",
                            path,
                            count,
                            wanted,
                            bytes / 1e9),
                    String.format(Locale.ROOT, "Java may use %.1f GB of memory here.", heap / 1e9),
                    "Give it more with the option -Xmx, such as -Xmx8g, or use fewer images.");
        }
    }

    /** Adds one image of the shape prepared for. */
    void add(byte[] image) {
        pixels.add(image);
    }

    /** All images so far. */
    ImageSet toSet() {
        if (shape == null) {
            throw new IllegalStateException("no file was read");
        }
        return new ImageSet(pixels.toArray(byte[][]::new), shape);
    }
}
