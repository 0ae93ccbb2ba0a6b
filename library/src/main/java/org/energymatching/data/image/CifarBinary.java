package org.energymatching.data.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.NumberedFiles;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * Images in the files of CIFAR-10 and CIFAR-100: binary records of one or two labels and the planes of red, green and blue, each
 * 32 rows of 32 pixels, or Python's batches, which hold the planes of all images in one array. Source:
 * A. Krizhevsky, The CIFAR-10 and CIFAR-100 datasets.
 */
final class CifarBinary {

    private static final Shape SHAPE = Shape.of(3, 32, 32);
    private static final int PIXELS = 3 * 32 * 32;

    /** The number of labels before an image, and the number of values of the first of them. */
    private enum Layout {
        TEN(1, 10),
        HUNDRED(2, 20);

        private final int labels;
        private final int values;

        Layout(int labels, int values) {
            this.labels = labels;
            this.values = values;
        }

        int record() {
            return labels + PIXELS;
        }
    }

    /** The training images of a directory: binary, or Python's. */
    private static final NumberedFiles BINARY = new NumberedFiles("data_batch_", ".bin");

    private static final NumberedFiles PYTHON = new NumberedFiles("data_batch_", "");

    private static final List<String> HUNDRED = List.of("train.bin", "train");

    private CifarBinary() {}

    /** Whether a directory holds training images of CIFAR. */
    static boolean isIn(Path directory) {
        return !in(directory).isEmpty();
    }

    /** Their files; those of CIFAR-100 only next to its list of fine labels, as other files may be named train too. */
    private static List<Path> in(Path directory) {
        List<Path> ten = BINARY.in(directory);
        if (ten.isEmpty()) {
            ten = PYTHON.in(directory);
        }
        boolean hundred =
                Files.exists(directory.resolve("fine_label_names.txt")) || Files.exists(directory.resolve("meta"));
        return !ten.isEmpty() || !hundred
                ? ten
                : HUNDRED.stream()
                        .map(directory::resolve)
                        .filter(Files::isRegularFile)
                        .limit(1)
                        .toList();
    }

    /**
     * Reads a file, or the training images of a directory: all of {@code data_batch_*}, by number, or {@code train}; test
     * images are only read from a file that is given itself.
     */
    static ImageSet read(Path path) {
        List<Path> files = Files.isDirectory(path) && isIn(path) ? in(path) : BINARY.of(path);
        ImageCollector images = new ImageCollector();
        for (Path file : files) {
            if (file.toString().endsWith(".bin")) {
                InputFile.read(file, channel -> {
                    read(file, channel, images);
                    return file;
                });
            } else {
                byte[] pixels = CifarPickle.pixels(file);
                images.expect(file, pixels.length / PIXELS, SHAPE);
                for (int at = 0; at < pixels.length; at += PIXELS) {
                    images.add(Arrays.copyOfRange(pixels, at, at + PIXELS));
                }
            }
        }
        return images.toSet();
    }

    /** The labels of a binary file, or of the binary training files of a directory: the last of each record, which is the finest. */
    static List<String> labels(Path path) {
        List<Path> files = Files.isDirectory(path) ? in(path) : BINARY.of(path);
        List<String> labels = new ArrayList<>();
        for (Path file : files) {
            if (!file.toString().endsWith(".bin")) {
                throw new DataException(
                        file + " is a Python batch, whose labels are not read.",
                        "Labels are read from CIFAR's binary files, such as data_batch_1.bin.",
                        "Fetch the binary version, or train without conditions.");
            }
            labels.addAll(InputFile.read(file, channel -> {
                Layout layout = layout(file, channel);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
                byte[] last = new byte[Math.toIntExact(channel.size() / layout.record())];
                for (int i = 0; i < last.length; i++) {
                    last[i] = in.readNBytes(layout.record())[layout.labels - 1];
                }
                return ImageLabels.words(last);
            }));
        }
        return labels;
    }

    private static void read(Path path, FileChannel channel, ImageCollector images) throws IOException {
        Layout layout = layout(path, channel);
        long count = channel.size() / layout.record();
        images.expect(path, count, SHAPE);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        for (long i = 0; i < count; i++) {
            byte[] record = in.readNBytes(layout.record());
            int label = Byte.toUnsignedInt(record[0]);
            if (label >= layout.values) {
                throw unfit(path, "no CIFAR-10: its record " + (i + 1) + " has the label " + label);
            }
            images.add(Arrays.copyOfRange(record, layout.labels, layout.record()));
        }
    }

    /** Determined by its length; if that fits both, by the name of CIFAR-100's files. */
    private static Layout layout(Path path, FileChannel channel) throws IOException {
        boolean ten = channel.size() % Layout.TEN.record() == 0;
        boolean hundred = channel.size() % Layout.HUNDRED.record() == 0;
        if (!ten && !hundred) {
            throw unfit(
                    path,
                    channel.size() + " bytes long, which is no multiple of " + Layout.TEN.record() + " or "
                            + Layout.HUNDRED.record());
        }
        String name = String.valueOf(path.getFileName());
        boolean named = name.equals("train.bin") || name.equals("test.bin");
        return hundred && (!ten || named) ? Layout.HUNDRED : Layout.TEN;
    }

    private static DataException unfit(Path path, String what) {
        return new DataException(
                path + " is " + what + ".",
                "A binary file of CIFAR-10 has records of a label from 0 to 9 and 3,072 pixels, one of CIFAR-100 of two labels.",
                "Fetch it again, or convert other pictures to PNG or .npy.");
    }
}
