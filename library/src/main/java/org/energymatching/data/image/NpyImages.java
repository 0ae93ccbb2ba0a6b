package org.energymatching.data.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.data.file.FiniteRows;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.Npy;
import org.energymatching.data.file.NpyHeader;
import org.energymatching.data.file.NumberType;
import org.energymatching.data.file.OutputFile;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * Images in NumPy's {@code .npy} files: unsigned bytes in C order, of shape (images, height, width), (images, height, width,
 * channels) or (images, channels, height, width), where a size of 1 or 3 marks the axis of the channels; or rows of 3·s·s bytes,
 * as the downsampled ImageNet has them: the planes of red, green and blue of s rows of s pixels.
 */
public final class NpyImages {

    private NpyImages() {}

    /** Reads all images; another number type, another shape or a damaged file is a {@link DataException}. */
    public static ImageSet read(Path path) {
        ImageCollector images = new ImageCollector();
        return InputFile.read(path, channel -> {
            read(path, new BufferedInputStream(Channels.newInputStream(channel), 1 << 16), images);
            return images.toSet();
        });
    }

    /** Reads an array from a stream that ends with it. */
    static void read(Path path, InputStream in, ImageCollector images) throws IOException {
        NpyHeader header = header(path, in);
        images.read(path, in, header.shape().at(0), axes(path, header.shape()));
    }

    /** Reads an array whose axes are known to be (images, channels, height, width). */
    static ImageSet readPlanar(Path path) {
        ImageCollector images = new ImageCollector();
        return InputFile.read(path, channel -> {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
            Shape array = header(path, in).shape();
            images.read(path, in, array.at(0), new ImageAxes(array.row(), false));
            return images.toSet();
        });
    }

    /**
     * Reads images of a known shape as numbers of any type: (images, channels, height, width), (images, height, width,
     * channels), (images, height, width) of one channel, or rows of as many numbers.
     *
     * @param noisy whether the numbers may be outside the range of pixels, as in measurements
     * @return (images, channels, height, width), −1 for black to 1 for white
     * @throws DataException if the images have another shape, or the scale of their numbers is ambiguous
     */
    public static Samples samples(Path path, Shape picture, PixelScale scale, boolean noisy) {
        Samples stored = Npy.read(path);
        FiniteRows.require(stored, path.toString(), List.of());
        Shape row = stored.shape().row();
        Shape last = Shape.of(picture.at(1), picture.at(2), picture.at(0));
        boolean flat = row.rank() == 1 && row.length() == picture.length();
        boolean grey = row.rank() == 2 && picture.at(0) == 1 && row.equals(Shape.of(picture.at(1), picture.at(2)));
        boolean planar = flat || grey || row.equals(picture);
        if (!planar && !row.equals(last)) {
            throw new DataException(
                    path + " has rows of " + row.size() + " numbers" + (row.rank() == 1 ? "" : ", of shape " + row)
                            + ".",
                    "The run takes rows of " + picture.length() + " numbers: pictures of shape " + picture
                            + ", or with the channels last.",
                    "Give pictures of this shape, or use another run.");
        }
        Samples shaped = new Samples(planar ? stored.values() : planar(stored, picture), picture.batch(stored.rows()));
        return scale.signed(shaped, path.toString(), Npy.typeOf(path), noisy);
    }

    private static float[] planar(Samples stored, Shape picture) {
        int channels = (int) picture.at(0);
        int length = picture.length();
        int area = length / channels;
        float[] values = new float[stored.values().length];
        for (int i = 0; i < values.length; i++) {
            int within = i % length;
            values[i - within + within % channels * area + within / channels] = stored.values()[i];
        }
        return values;
    }

    /** Writes an array of shape (images, channels, height, width), atomically. */
    public static void write(Path path, ImageSet images) {
        OutputFile.write(path, channel -> {
            OutputFile.writeAll(channel, NpyHeader.bytes("|u1", images.shape().batch(images.count())));
            for (byte[] image : images.pixels()) {
                OutputFile.writeAll(channel, ByteBuffer.wrap(image));
            }
        });
    }

    private static NpyHeader header(Path path, InputStream in) throws IOException {
        NpyHeader header = NpyHeader.read(path, in);
        if (header.type() != NumberType.U8) {
            throw new DataException(
                    path + " holds an array of numbers of type " + header.type() + ".",
                    "Images are unsigned bytes (uint8), 0 for black to 255 for white.",
                    "Scale the numbers to 0 … 255 and save array.astype('uint8').");
        }
        if (header.fortranOrder()) {
            throw new DataException(
                    path + " holds an array in Fortran order, the pixels of one image far apart.",
                    "Images are read from arrays in C order.",
                    "Save numpy.ascontiguousarray(array).");
        }
        return header;
    }

    private static ImageAxes axes(Path path, Shape array) {
        if (array.rank() == 2) {
            long side = Math.round(Math.sqrt(array.at(1) / 3.0));
            if (3 * side * side == array.at(1)) {
                return ImageAxes.of(path, Shape.of(array.at(0), 3, side, side));
            }
        }
        return ImageAxes.of(path, array);
    }
}
