package org.energymatching.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.energymatching.data.file.Progress;
import org.energymatching.data.image.ImageReading;
import org.energymatching.data.image.Images;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Corruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives laid out by hand from the description of ustar, and the public sets that come in one. */
class TarGzTest {

    @TempDir
    Path directory;

    @Test
    void unpacksWhatIsWanted() throws IOException {
        byte[] big = new byte[1500];
        Arrays.fill(big, (byte) 7);
        Path archive = archive(
                entry("batches/", '5', new byte[0]),
                entry("batches/a.bin", '0', big),
                entry("batches/readme.html", '0', new byte[600]),
                entry("batches/link.bin", '2', new byte[0]),
                entry("batches/b.bin", '\0', new byte[512]),
                new byte[1024]);
        Path target = directory.resolve("out");
        assertThat(TarGz.unpack(archive, target, name -> name.endsWith(".bin"), 5_000))
                .containsExactly(target.resolve("batches/a.bin"), target.resolve("batches/b.bin"));
        assertThat(target.resolve("batches/a.bin")).hasBinaryContent(big);
        assertThat(target.resolve("batches/b.bin")).hasBinaryContent(new byte[512]);
        assertThat(target.resolve("batches/readme.html")).doesNotExist();
        assertThatThrownBy(() -> TarGz.unpack(archive, target, name -> name.endsWith(".bin"), 2_000))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than 2000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.bin", "/evil.bin", "a/../../evil.bin"})
    void namesThatLeadOutAreRefused(String name) throws IOException {
        Path archive = archive(entry(name, '0', new byte[10]), new byte[1024]);
        assertThatThrownBy(() -> TarGz.unpack(archive, directory.resolve("out"), any -> true, 5_000))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("outside");
        assertThat(directory.resolve("evil.bin")).doesNotExist();
    }

    @Test
    void damagedArchivesAreReadOrRefused() throws IOException {
        byte[] sound = Files.readAllBytes(archive(entry("a.bin", '0', new byte[700]), new byte[1024]));
        int refused = Corruption.refused(
                sound,
                directory.resolve("damaged"),
                path -> TarGz.unpack(path, directory.resolve("out"), name -> name.endsWith(".bin"), 5_000),
                200);
        assertThat(refused).isGreaterThan(200);
        Path headless = archive(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> TarGz.unpack(headless, directory, name -> true, 5_000))
                .hasMessageContaining("ends within a header");
        byte[] changed = entry("a.bin", '0', new byte[0]);
        changed[0] = 'b';
        Path wrong = archive(changed, new byte[1024]);
        assertThatThrownBy(() -> TarGz.unpack(wrong, directory, name -> true, 5_000))
                .hasMessageContaining("wrong checksum");
    }

    @Test
    void publicSetsAreNamedAndPlaced() {
        assertThat(PublicImageSet.named("mnist")).isEqualTo(PublicImageSet.MNIST);
        assertThat(PublicImageSet.named("cifar10")).isEqualTo(PublicImageSet.CIFAR10);
        assertThatThrownBy(() -> PublicImageSet.named("fashion_mnist"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Perhaps 'fashion-mnist'");
        for (PublicImageSet set : PublicImageSet.values()) {
            assertThat(set.files()).allSatisfy(file -> assertThat(file.name()).endsWith(".gz"));
        }
    }

    @Test
    void unpackedCifarIsUsedAsItIs() throws IOException {
        Path unpacked = Files.createDirectories(directory.resolve("cifar10/cifar-10-batches-bin"));
        for (String name : new String[] {
            "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"
        }) {
            try (RandomAccessFile file =
                    new RandomAccessFile(unpacked.resolve(name + ".bin").toFile(), "rw")) {
                file.setLength(30_730_000);
            }
        }
        assertThat(PublicImageSet.CIFAR10.training(directory, Progress.none())).isEqualTo(unpacked);
        Path test = PublicImageSet.CIFAR10.test(directory, Progress.none());
        assertThat(Images.read(test, ImageReading.of(3, 32, 32)).set().count()).isEqualTo(10_000);
    }

    @Test
    void aWrongFilePutThereByHandIsNamed() throws IOException {
        Path file = directory.resolve("mnist/train-images-idx3-ubyte.gz");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "something else");
        assertThatThrownBy(() -> PublicImageSet.MNIST.training(directory, Progress.none()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString());
    }

    private Path archive(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (byte[] part : parts) {
                gzip.write(part);
            }
        }
        return Files.write(directory.resolve("archive.tar.gz"), bytes.toByteArray());
    }

    /** A header and the content, filled up to whole blocks. */
    private static byte[] entry(String name, char type, byte[] content) {
        byte[] entry = new byte[512 + (content.length + 511) / 512 * 512];
        put(entry, 0, name);
        put(entry, 100, "0000644");
        put(entry, 124, String.format("%011o", content.length));
        put(entry, 148, "        ");
        entry[156] = (byte) type;
        put(entry, 257, "ustar");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += Byte.toUnsignedInt(entry[i]);
        }
        put(entry, 148, String.format("%06o\0 ", sum));
        System.arraycopy(content, 0, entry, 512, content.length);
        return entry;
    }

    private static void put(byte[] entry, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, entry, offset, bytes.length);
    }
}
