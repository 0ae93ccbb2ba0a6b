package org.energymatching.data.image;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.energymatching.Room;
import org.energymatching.Samples;
import org.energymatching.data.file.FiniteRows;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * Images of equal shape, one byte a pixel and channel: a quarter of their size as floats.
 *
 * <p>A byte b means the number b / 127.5 − 1 in [−1, 1]. The inverse, as in the paper's reference before it scores images, is
 * ⌊127.5 x + 128⌋, at least 0 and at most 255: it recovers every byte.
 *
 * @param pixels one array for each image: channel after channel, each row-major; not copied
 * @param shape of one image: (channels, height, width)
 */
public record ImageSet(byte[][] pixels, Shape shape) {

    private static final float[] SCALED = new float[256];

    static {
        for (int b = 0; b < SCALED.length; b++) {
            SCALED[b] = (float) (b / 127.5 - 1);
        }
    }

    public ImageSet {
        if (shape.rank() != 3) {
            throw new UsageException(
                    "Images of shape " + shape + " were asked for.",
                    "The shape of an image is (channels, height, width).",
                    "Pass three extents.");
        }
        int length = shape.length();
        for (byte[] image : pixels) {
            if (image.length != length) {
                throw new UsageException(
                        image.length + " pixels do not fill an image of shape " + shape + ".",
                        "Each image has " + length + " bytes.",
                        "Pass the shape that the pixels were laid out for.");
            }
        }
    }

    /**
     * The images of samples, as bytes.
     *
     * @param samples (images, channels, height, width), finite
     */
    public static ImageSet of(Samples samples) {
        FiniteRows.require(samples, "The set of images", List.of());
        byte[][] pixels = new byte[samples.rows()][samples.width()];
        int at = 0;
        for (byte[] image : pixels) {
            for (int i = 0; i < image.length; i++) {
                float x = samples.values()[at++];
                image[i] = (byte) (int) Math.max(0, Math.min(255, x * 127.5f + 128));
            }
        }
        return new ImageSet(pixels, samples.shape().row());
    }

    /** The number of images. */
    public int count() {
        return pixels.length;
    }

    /** The bytes of an image; not copied. */
    public byte[] image(int index) {
        return pixels[index];
    }

    /** The images with these indices, in this order; not copied. */
    public ImageSet pick(int... indices) {
        return new ImageSet(Arrays.stream(indices).mapToObj(i -> pixels[i]).toArray(byte[][]::new), shape);
    }

    /** All images as numbers in [−1, 1], (images, channels, height, width). */
    public Samples samples() {
        return samples(IntStream.range(0, count()).toArray());
    }

    /** The images with these indices, in this order, as numbers in [−1, 1]; an index may occur more than once. */
    public Samples samples(int... indices) {
        int length = shape.length();
        Room.require("The pictures as numbers", indices.length, length, 1);
        float[] values = new float[indices.length * length];
        for (int i = 0; i < indices.length; i++) {
            scale(indices[i], values, i * length);
        }
        return new Samples(values, shape.batch(indices.length));
    }

    /** Writes an image as numbers in [−1, 1] to {@code out}, beginning at {@code offset}. */
    void scale(int index, float[] out, int offset) {
        byte[] image = pixels[index];
        for (int i = 0; i < image.length; i++) {
            out[offset + i] = SCALED[Byte.toUnsignedInt(image[i])];
        }
    }

    /** The images at another size, stretched if the aspect differs; see {@link Resampling} for the formula. */
    public ImageSet resize(int height, int width) {
        int h = (int) shape.at(1);
        int w = (int) shape.at(2);
        return resample(Resampling.of(h, 0, h, height), Resampling.of(w, 0, w, width));
    }

    /** The largest central part of the new aspect, at the new size. */
    ImageSet fit(int height, int width) {
        int h = (int) shape.at(1);
        int w = (int) shape.at(2);
        double side = Math.min((double) h / height, (double) w / width); // of a new pixel, in old ones
        double top = (h - side * height) / 2;
        double left = (w - side * width) / 2;
        return resample(
                Resampling.of(h, top, top + side * height, height), Resampling.of(w, left, left + side * width, width));
    }

    private ImageSet resample(Resampling vertical, Resampling horizontal) {
        int channels = (int) shape.at(0);
        return map(
                Shape.of(channels, vertical.size(), horizontal.size()),
                image -> Resampling.apply(image, channels, vertical, horizontal));
    }

    /**
     * The images with this number of channels: grey (1) to colour (3) by repetition; colour to grey by the luma of ITU-R
     * BT.601, Y = 0.299 R + 0.587 G + 0.114 B, rounded.
     */
    public ImageSet channels(int wanted) {
        int present = (int) shape.at(0);
        Shape changed = Shape.of(wanted, shape.at(1), shape.at(2));
        if (wanted == present) {
            return this;
        } else if (present == 1 && wanted == 3) {
            return map(changed, ImageSet::colour);
        } else if (present == 3 && wanted == 1) {
            return map(changed, ImageSet::grey);
        }
        throw new UsageException(
                "Images of " + present + " channels were to have " + wanted + ".",
                "Grey images have 1 channel, colour images 3; one can become the other.",
                "Ask for 1 or 3 channels.");
    }

    private static byte[] colour(byte[] grey) {
        byte[] planes = Arrays.copyOf(grey, 3 * grey.length);
        System.arraycopy(grey, 0, planes, grey.length, grey.length);
        System.arraycopy(grey, 0, planes, 2 * grey.length, grey.length);
        return planes;
    }

    private static byte[] grey(byte[] planes) {
        byte[] grey = new byte[planes.length / 3];
        for (int i = 0; i < grey.length; i++) {
            int red = Byte.toUnsignedInt(planes[i]);
            int green = Byte.toUnsignedInt(planes[grey.length + i]);
            int blue = Byte.toUnsignedInt(planes[2 * grey.length + i]);
            grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return grey;
    }

    private ImageSet map(Shape changed, UnaryOperator<byte[]> change) {
        return new ImageSet(Arrays.stream(pixels).map(change).toArray(byte[][]::new), changed);
    }

    /** As in {@code ImageSet(60000, 1, 28, 28)}: the pixels themselves are too long. */
    @Override
    public String toString() {
        return "ImageSet" + shape.batch(count());
    }
}
