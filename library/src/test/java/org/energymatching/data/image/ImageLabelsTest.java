package org.energymatching.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLabelsTest {

    private static final ImageSet TWO = new ImageSet(new byte[2][4], Shape.of(1, 2, 2));

    @TempDir
    private Path folder = Path.of("");

    private static Images images(String... files) {
        return new Images(TWO, 0, List.of(), List.of(files), "");
    }

    private Path labels(byte[] bytes) throws IOException {
        Files.write(folder.resolve("train-labels-idx1-ubyte"), bytes);
        return folder.resolve("train-images-idx3-ubyte");
    }

    private static byte[] idx(int magic, int count, int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(magic).putInt(count);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    @Test
    void idxFilesHaveTheirLabelsBeside() throws IOException {
        assertThat(ImageLabels.of(labels(idx(0x801, 2, 7, 200)), images())).containsExactly("7", "200");
        for (byte[] damaged : List.of(
                idx(0x801, 3, 7, 1, 2), idx(0x801, 9, 7, 1), idx(0x803, 2, 7, 1), new byte[] {0, 0}, new byte[0])) {
            Path path = labels(damaged);
            assertThatThrownBy(() -> ImageLabels.of(path, images())).isInstanceOf(DataException.class);
        }
        Files.delete(folder.resolve("train-labels-idx1-ubyte"));
        assertThatThrownBy(() -> ImageLabels.of(folder.resolve("train-images-idx3-ubyte"), images()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not there");
    }

    @Test
    void foldersAreClasses() {
        assertThat(ImageLabels.of(folder, images("cat/1.png", "dog/old/2.png"))).containsExactly("cat", "dog");
        assertThatThrownBy(() -> ImageLabels.of(folder, images("cat/1.png", "2.png")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2.png");
        assertThatThrownBy(() -> ImageLabels.of(folder.resolve("all.npy"), images()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no labels");
    }

    /** CIFAR-10 has one label before its pixels, CIFAR-100 a coarse and a fine one. */
    @Test
    void cifarHasItsLabelsWithin() throws IOException {
        Path ten = folder.resolve("data_batch_1.bin");
        byte[] records = new byte[2 * 3073];
        records[0] = 3;
        records[3073] = 9;
        Files.write(ten, records);
        assertThat(ImageLabels.of(ten, images())).containsExactly("3", "9");
        Path hundred = folder.resolve("train.bin");
        byte[] fine = new byte[2 * 3074];
        fine[1] = 42;
        fine[3075] = 99;
        Files.write(hundred, fine);
        assertThat(ImageLabels.of(hundred, images())).containsExactly("42", "99");
    }
}
