package org.energymatching.data.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.energymatching.data.file.PackedFile;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * Images in the idx files of MNIST and its successors, plain or gzipped.
 *
 * <p>A file has two zero bytes, one for the type (8: unsigned bytes), one for the number of axes, each extent in four bytes,
 * big-endian, and the pixels. Three axes are (images, height, width); four are read as {@code .npy} files are. Source: Y.
 * LeCun, C. Cortes, C. J. C. Burges, The MNIST database.
 */
final class Idx {

    private static final int UNSIGNED_BYTES = 8;

    private Idx() {}

    /** Reads all images; labels, another number type or a damaged file are a {@link DataException}. */
    static ImageSet read(Path path) {
        return PackedFile.read(path, in -> {
            Shape array = header(path, in);
            ImageCollector images = new ImageCollector();
            images.read(path, in, array.at(0), ImageAxes.of(path, array));
            return images.toSet();
        });
    }

    private static Shape header(Path path, InputStream in) throws IOException {
        DataInputStream numbers = new DataInputStream(in);
        int magic = numbers.readInt();
        int axes = magic & 0xff;
        int type = magic >>> 8;
        if (type > 0xff) {
            throw unfit(path, String.format(Locale.ROOT, "begins with the bytes %08x", magic), "Name an idx file.");
        }
        if (axes == 1) {
            throw unfit(path, "holds labels", "Name the file of the images: labels given for images.");
        }
        if (type != UNSIGNED_BYTES || axes < 3 || axes > 4) {
            throw unfit(
                    path,
                    String.format(Locale.ROOT, "holds numbers of type 0x%02x along %d axes", type, axes),
                    "Write the pixels as unsigned bytes.");
        }
        long[] extents = new long[axes];
        for (int i = 0; i < axes; i++) {
            extents[i] = Integer.toUnsignedLong(numbers.readInt());
        }
        return Shape.of(extents);
    }

    private static DataException unfit(Path path, String what, String remedy) {
        return new DataException(
                path + " " + what + ".",
                "An idx file of images begins with the bytes 00000803, or 00000804 if it has channels.",
                remedy);
    }
}
