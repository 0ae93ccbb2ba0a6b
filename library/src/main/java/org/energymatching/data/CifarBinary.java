package org.energymatching.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * Images in the binary files of CIFAR-10: records of 3,073 bytes, a label from 0 to 9 and the planes of red, green and blue,
 * each 32 rows of 32 pixels. The labels are not used. Source: A. Krizhevsky, The CIFAR-10 dataset.
 */
public final class CifarBinary {

    private static final Shape SHAPE = Shape.of(3, 32, 32);
    private static final int RECORD = 1 + 3 * 32 * 32;
    private static final int LABELS = 10;

    /** The training images of a directory. */
    static final NumberedFiles FILES = new NumberedFiles("data_batch_", ".bin");

    private CifarBinary() {}

    /**
     * Reads a file, or the training images of a directory: all of {@code data_batch_*.bin}, by number; {@code test_batch.bin}
     * is only read when it is named itself.
     */
    public static ImageSet read(Path path) {
        List<Path> files = FILES.of(path);
        ImageCollector images = new ImageCollector();
        for (Path file : files) {
            InputFile.read(file, channel -> {
                read(file, channel, images);
                return file;
            });
        }
        return images.toSet();
    }

    private static void read(Path path, FileChannel channel, ImageCollector images) throws IOException {
        if (channel.size() % RECORD != 0) {
            throw unfit(path, channel.size() + " bytes long, which is no multiple of " + RECORD);
        }
        long count = channel.size() / RECORD;
        images.expect(path, count, SHAPE);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        for (long i = 0; i < count; i++) {
            byte[] record = in.readNBytes(RECORD);
            int label = Byte.toUnsignedInt(record[0]);
            if (label >= LABELS) {
                throw unfit(path, "no CIFAR-10: its record " + (i + 1) + " has the label " + label);
            }
            images.add(Arrays.copyOfRange(record, 1, RECORD));
        }
    }

    private static DataException unfit(Path path, String what) {
        return new DataException(
                path + " is " + what + ".",
                "A file in the binary version of CIFAR-10 has records of a label from 0 to 9 and 3,072 pixels.",
                "Fetch it again, or convert other pictures to PNG or .npy.");
    }
}
