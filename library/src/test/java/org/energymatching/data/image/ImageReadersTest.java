package org.energymatching.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.energymatching.data.file.Npy;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of sets of images, laid out by hand from the descriptions of their formats. */
class ImageReadersTest {

    private static final ImageReading STORED = ImageReading.asStored();

    @TempDir
    Path directory;

    @Test
    void idxPlainAndGzipped() throws IOException {
        byte[] bytes = idx(new int[] {2, 1, 3}, 6);
        for (byte[] content : new byte[][] {bytes, gzip(bytes)}) {
            ImageSet set = Images.read(file("train-images-idx3-ubyte", content), STORED)
                    .set();
            assertThat(set.shape()).isEqualTo(Shape.of(1, 1, 3));
            assertThat(set.pixels()).isDeepEqualTo(new byte[][] {{0, 1, 2}, {3, 4, 5}});
        }
        assertThat(Images.read(file("anything", bytes), STORED).set().count()).isEqualTo(2);
        assertThat(Images.read(file("anything.gz", gzip(bytes)), STORED).set().count())
                .isEqualTo(2);
    }

    @Test
    void idxWithFourAxes() throws IOException {
        ImageSet last = Idx.read(file("last", idx(new int[] {1, 2, 2, 3}, 12)));
        assertThat(last.shape()).isEqualTo(Shape.of(3, 2, 2));
        assertThat(last.image(0)).containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
        ImageSet first = Idx.read(file("first", idx(new int[] {1, 3, 2, 2}, 12)));
        assertThat(first.shape()).isEqualTo(Shape.of(3, 2, 2));
        assertThat(first.image(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "00000801 00000002 0102 ! labels given for images",
                "00000d03 00000001 00000001 00000001 00000000 ! type 0x0d along 3 axes",
                "00000802 00000001 00000001 00 ! type 0x08 along 2 axes",
                "89504e47 00000000 ! begins with the bytes 89504e47",
                "00000803 00000001 00000001 ! cut off",
                "00000803 00000002 00000001 00000002 010203 ! ends after 1 whole images",
                "00000803 00000001 00000001 00000002 010203 ! goes on after its last image",
                "00000803 00000000 00000001 00000001 ! no images",
                "00000803 00000001 00000000 00000001 ! sides are 1 to 65535",
                "00000803 00000001 ffffffff ffffffff ! sides are 1 to 65535",
                "00000803 ffffffff 0000ffff 00007fff ! Java may use",
                "00000804 00000001 00000003 00000001 00000001 010203 ! Both the second and the last",
                "00000804 00000001 00000002 00000001 00000002 010203 ! Neither the second nor the last",
                "00000803 00000001 0000ffff 0000ffff ! sides are 1 to",
            })
    void idxSaysWhatIsWrong(String hex, String message) throws IOException {
        Path file = file("idx", HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThatThrownBy(() -> Idx.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void damagedIdxIsReadOrRefused() throws IOException {
        byte[] sound = idx(new int[] {3, 2, 2, 3}, 36);
        assertThat(Corruption.refused(sound, directory.resolve("a"), Idx::read, 1_000))
                .isGreaterThan(500);
        assertThat(Corruption.refused(gzip(sound), directory.resolve("b"), Idx::read, 1_000))
                .isGreaterThan(500);
    }

    @Test
    void mnistIsRead() {
        ImageSet train = Images.read(Shared.file("data/mnist/train-images-idx3-ubyte.gz"), ImageReading.of(1, 28, 28))
                .set();
        assertThat(train.toString()).isEqualTo("ImageSet(60000, 1, 28, 28)");
        double sum = 0;
        for (byte[] image : train.pixels()) {
            for (byte pixel : image) {
                sum += Byte.toUnsignedInt(pixel);
            }
        }
        // The mean that every tutorial normalises by.
        assertThat(sum / (60_000 * 784) / 255).isBetween(0.13065, 0.13075);
        Path labels = Shared.file("data/mnist/train-labels-idx1-ubyte.gz");
        assertThatThrownBy(() -> Images.read(labels, STORED)).hasMessageContaining("labels given for images");
    }

    @Test
    void cifarFileAndDirectory() throws IOException {
        for (int number : new int[] {10, 2, 1}) {
            file("cifar/data_batch_" + number + ".bin", cifar(number % 10, number + 1));
        }
        Path test = file("cifar/test_batch.bin", cifar(9, 77, 78));
        ImageSet train = Images.read(directory.resolve("cifar"), STORED).set();
        assertThat(train.toString()).isEqualTo("ImageSet(3, 3, 32, 32)");
        assertThat(Arrays.stream(train.pixels()).map(image -> image[0])).containsExactly((byte) 2, (byte) 3, (byte) 11);
        assertThat(train.image(0)).hasSize(3072).endsWith(3).startsWith(2, 2);
        assertThat(Images.read(test, STORED).set().count()).isEqualTo(2);
    }

    @Test
    void cifarSaysWhatIsWrong() throws IOException {
        byte[] sound = cifar(3, 1, 2);
        Path cut = file("cut.bin", Arrays.copyOf(sound, 6_000));
        assertThatThrownBy(() -> CifarBinary.read(cut)).hasMessageContaining("no multiple of 3073");
        sound[3073] = 10;
        Path label = file("label.bin", sound);
        assertThatThrownBy(() -> CifarBinary.read(label)).hasMessageContaining("record 2 has the label 10");
        Path empty = file("empty.bin", new byte[0]);
        assertThatThrownBy(() -> CifarBinary.read(empty)).hasMessageContaining("no images");
        assertThatThrownBy(() -> CifarBinary.read(directory)).hasMessageContaining("has no file data_batch_1.bin");
        byte[] whole = cifar(3, 5);
        Path damaged = directory.resolve("damaged.bin");
        for (int length : new int[] {0, 1, 3072, 3075, 6145}) {
            assertThat(Corruption.refuses(Arrays.copyOf(whole, length), damaged, CifarBinary::read))
                    .isTrue();
        }
    }

    @Test
    void cifarHundredHasTwoLabels() throws IOException {
        byte[] records = new byte[2 * 3074];
        records[0] = 19; // coarse
        records[1] = 99; // fine
        records[2] = 7;
        records[3074 + 2] = 8;
        ImageSet set = Images.read(file("some.bin", records), STORED).set();
        assertThat(set.image(0)).hasSize(3072).startsWith(7);
        assertThat(set.image(1)).startsWith(8);
        Path folder = Files.createDirectories(directory.resolve("cifar-100-binary"));
        Files.write(folder.resolve("train.bin"), records);
        Files.writeString(folder.resolve("fine_label_names.txt"), "apple");
        assertThat(Images.read(folder, STORED).set().count()).isEqualTo(2);
    }

    /** The instructions in the order in which Python 2 wrote data_batch_1, with two images and a list of labels. */
    private static byte[] pythonBatch() {
        byte[] pixels = new byte[2 * 3072];
        pixels[0] = 5;
        pixels[3072] = 6;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                latin("\u0080\2}q\1(U\4dataq\2cnumpy.core.multiarray\n_reconstruct\nq\3cnumpy\nndarray\nq\4K\0\u0085"
                        + "U\1b\u0087Rq\5(K\1M\2\0M\0\14\u0086cnumpy\ndtype\nq\6U\2u1K\0K\1\u0087Rq\7(K\3U\1|NNNJ\u00ff\u00ff"
                        + "\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089T\0\30\0\0"));
        out.writeBytes(pixels);
        out.writeBytes(latin("tbU\6labelsq\10]q\11(K\6K\11eu."));
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void pythonsBatchesAreReadWithoutRunningThem() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("cifar-10-batches-py"));
        Path first = Files.write(folder.resolve("data_batch_1"), pythonBatch());
        Files.write(folder.resolve("data_batch_2"), pythonBatch());
        assertThat(Images.read(folder, STORED).set().count()).isEqualTo(4);
        ImageSet set = Images.read(first, STORED).set();
        assertThat(set.image(0)).startsWith(5);
        assertThat(set.image(1)).startsWith(6);
        Path damaged = directory.resolve("damaged");
        byte[] whole = pythonBatch();
        for (int length = 1; length < whole.length; length += length < 200 ? 1 : 997) {
            assertThat(Corruption.refuses(Arrays.copyOf(whole, length), damaged, CifarBinary::read))
                    .as("%d bytes", length)
                    .isTrue();
        }
        Path hostile = file("hostile", latin("\u0080\2cos\nsystem\nU\4true\u0085R."));
        assertThatThrownBy(() -> Images.read(hostile, STORED))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no array of unsigned bytes");
    }

    @Test
    void realCifarIsRead() {
        ImageSet set = CifarBinary.read(Shared.file("data/cifar10/data_batch_first4000.bin"));
        assertThat(set.toString()).isEqualTo("ImageSet(4000, 3, 32, 32)");
        // The first training image, a frog: its first three pixels in red.
        assertThat(set.image(0)).startsWith(59, 43, 50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "2, 2, 3 ! 1, 2, 3 ! 0, 1, 2, 3, 4, 5",
                "2, 3, 1, 2 ! 3, 1, 2 ! 0, 1, 2, 3, 4, 5",
                "2, 1, 2, 3 ! 1, 2, 3 ! ambiguous",
                "2, 2, 2, 1 ! 1, 2, 2 ! 0, 1, 2, 3",
                "2, 1, 2, 2 ! 1, 2, 2 ! 0, 1, 2, 3",
                "2, 2, 2, 3 ! 3, 2, 2 ! 0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11",
                "2, 12 ! 3, 2, 2 ! 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
            })
    void npyOfEachLayout(String extents, String shape, String first) throws IOException {
        Path file = file("a.npy", npy("|u1", extents, false));
        if (first.equals("ambiguous")) {
            assertThatThrownBy(() -> NpyImages.read(file)).hasMessageContaining("Both the second and the last axis");
            return;
        }
        ImageSet set = Images.read(file, STORED).set();
        assertThat(set.shape().toString()).isEqualTo("(" + shape + ")");
        assertThat(set.count()).isEqualTo(2);
        assertThat(Arrays.toString(set.image(0))).isEqualTo("[" + first + "]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "<f4 ! 1, 2, 2 ! false ! type F32",
                "|i1 ! 1, 2, 2 ! false ! type I8",
                "|b1 ! 1, 2, 2 ! false ! type BOOL",
                "|u1 ! 1, 2, 2 ! true ! Fortran order",
                "|u1 ! 2, 784 ! false ! shape (2, 784)",
                "|u1 ! 7, ! false ! shape (7)",
                "|u1 ! 1, 2, 2, 1, 1 ! false ! shape (1, 2, 2, 1, 1)",
                "|u1 ! 1, 2, 2, 4 ! false ! 1 channel or 3",
                "|u1 ! 0, 2, 2 ! false ! no images",
                "|u1 ! 4, 0, 2 ! false ! sides are",
                "|u1 ! 4, 0 ! false ! sides are",
                "|u1 ! 900000000, 3, 64, 64 ! false ! Java may use",
            })
    void npySaysWhatIsWrong(String descr, String extents, boolean fortran, String message) throws IOException {
        Path file = file("a.npy", npyHeader(descr, extents, fortran));
        assertThatThrownBy(() -> NpyImages.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void damagedNpyAndNpzAreReadOrRefused() throws IOException {
        byte[] npy = npy("|u1", "2, 2, 2, 3", false);
        assertThat(Corruption.refused(npy, directory.resolve("a.npy"), NpyImages::read, 1_000))
                .isGreaterThan(500);
        byte[] npz = zip("labels.npy", npy("<i8", "2,", false), "data.npy", npy);
        assertThat(Corruption.refused(npz, directory.resolve("a.npz"), ImageNetBatches::read, 1_000))
                .isGreaterThan(500);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        ImageSet set = new ImageSet(new byte[][] {{1, 2, 3, 4}, {5, 6, 7, -1}}, Shape.of(1, 2, 2));
        Path file = directory.resolve("a.npy");
        NpyImages.write(file, set);
        assertThat(NpyImages.read(file).pixels()).isDeepEqualTo(set.pixels());
        assertThat(Npy.read(file).values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 255);
    }

    @Test
    void imageNetFolderIsReadByNumber() throws IOException {
        for (int number : new int[] {10, 9, 1}) {
            byte[] array = npy("|u1", "1, 3072", false);
            array[array.length - 3072] = (byte) number;
            file("imagenet/train_data_batch_" + number + ".npz", zip("mean.npy", array, "data.npy", array));
        }
        file("imagenet/val_data.npz", new byte[0]);
        ImageSet set = Images.read(directory.resolve("imagenet"), ImageReading.of(3, 32, 32))
                .set();
        assertThat(Arrays.stream(set.pixels()).map(image -> image[0])).containsExactly((byte) 1, (byte) 9, (byte) 10);

        Path other = file("other.npz", zip("images.npy", npy("|u1", "1, 3072", false)));
        assertThatThrownBy(() -> Images.read(other, STORED)).hasMessageContaining("no array 'data' among [images.npy]");
        file("imagenet/train_data_batch_2.npz", zip("data.npy", npy("|u1", "1, 12", false)));
        assertThatThrownBy(() -> Images.read(directory.resolve("imagenet"), STORED))
                .hasMessageContaining("train_data_batch_2.npz holds images of shape (3, 2, 2)");
    }

    /** 50 MB of zeros packed to 50 kB. */
    @Test
    void whatUnpacksToMoreThanItAnnouncesIsRefusedAtOnce() throws IOException {
        byte[] zeros = new byte[50_000_000];
        ByteBuffer.wrap(zeros).put(idx(new int[] {2, 1, 1}, 2));
        Path file = file("bomb.gz", gzip(zeros));
        assertThatThrownBy(() -> Idx.read(file)).hasMessageContaining("goes on after its last image");
    }

    /** Pictures of one pixel take far more memory than their pixels. */
    @Test
    void theMemoryOfSmallPicturesIsCounted() throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        int count = (int) Math.min(Integer.MAX_VALUE - 1, heap / 20);
        Path file = file("many", idx(new int[] {count, 1, 1}, 3));
        assertThatThrownBy(() -> Idx.read(file))
                .hasMessageContaining("has " + count + " images")
                .hasMessageContaining("Java may use");
    }

    @Test
    void shapesThatDifferAreNamedAndNeverConverted() throws IOException {
        Path file = file("grey-idx3", idx(new int[] {1, 2, 2}, 4));
        assertThatThrownBy(() -> Images.read(file, ImageReading.of(3, 2, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 channel of 2 rows of 2 pixels")
                .hasMessageContaining("3 channels of 2 rows of 2 pixels");
        assertThat(Images.read(file, ImageReading.of(1, 2, 2)).converted()).isZero();
    }

    @Test
    void unknownKindsAreToldTheKnownOnes() throws IOException {
        Path text = file("a.csv", "1,2,3".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Images.read(text, STORED))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("idx")
                .hasMessageContaining("PNG");
        Path picture = file("a.png", new byte[] {1});
        assertThatThrownBy(() -> Images.read(picture, STORED)).hasMessageContaining("no shape was asked for");
        assertThatThrownBy(() -> Images.read(directory.resolve("none"), STORED)).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ImageReading.of(4, 2, 2)).isInstanceOf(UsageException.class);
    }

    private Path file(String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    /** Pixels 0, 1, 2, … */
    private static byte[] idx(int[] extents, int pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length + pixels);
        bytes.putInt(0x0800 + extents.length);
        for (int extent : extents) {
            bytes.putInt(extent);
        }
        for (int i = 0; i < pixels; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    /** A record for each value: all red that value, the others one more. */
    private static byte[] cifar(int label, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(3073 * values.length);
        for (int value : values) {
            byte[] record = new byte[3073];
            Arrays.fill(record, (byte) (value + 1));
            Arrays.fill(record, 1, 1025, (byte) value);
            record[0] = (byte) label;
            bytes.put(record);
        }
        return bytes.array();
    }

    private static byte[] npyHeader(String descr, String extents, boolean fortran) {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': ("
                + extents + "), }\n";
        return ByteBuffer.allocate(10 + header.length())
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0})
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** Pixels 0, 1, 2, … */
    private static byte[] npy(String descr, String extents, boolean fortran) {
        byte[] header = npyHeader(descr, extents, fortran);
        int size = Integer.parseInt(descr.substring(2));
        for (String extent : extents.split(",", -1)) {
            size *= extent.isBlank() ? 1 : Integer.parseInt(extent.strip());
        }
        byte[] bytes = Arrays.copyOf(header, header.length + size);
        for (int i = 0; i < size; i++) {
            bytes[header.length + i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
