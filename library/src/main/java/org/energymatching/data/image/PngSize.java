package org.energymatching.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * The size of an image as a PNG file in bytes: a rough measure of its complexity, with which the paper compares its local
 * intrinsic dimensions.
 *
 * <p>The file is written by the JDK's own encoder (ImageIO) with its defaults: 8 bits a channel, grey or RGB as the image is, rows
 * filtered adaptively, then deflate; no metadata. Other encoders give other sizes in nearly the same order.
 */
public final class PngSize {

    private PngSize() {}

    /** The size of each image's file, in bytes. */
    public static int[] of(ImageSet images) {
        Shape shape = images.shape();
        if (shape.at(0) != 1 && shape.at(0) != 3) {
            throw new UsageException(
                    "Images of " + shape.at(0) + " channels were to be written as PNG.",
                    "They have 1 channel for grey or 3 for red, green and blue.",
                    "Choose other images.");
        }
        int[] sizes = new int[images.count()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = size(picture(images.image(i), shape));
        }
        return sizes;
    }

    private static int size(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is written to memory
        }
        return bytes.size();
    }

    private static BufferedImage picture(byte[] planes, Shape shape) {
        int channels = Math.toIntExact(shape.at(0));
        int height = Math.toIntExact(shape.at(1));
        int width = Math.toIntExact(shape.at(2));
        BufferedImage picture = new BufferedImage(
                width, height, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        int[] samples = new int[width * height];
        for (int channel = 0; channel < channels; channel++) {
            for (int at = 0; at < samples.length; at++) {
                samples[at] = Byte.toUnsignedInt(planes[channel * samples.length + at]);
            }
            picture.getRaster().setSamples(0, 0, width, height, channel, samples);
        }
        return picture;
    }
}
