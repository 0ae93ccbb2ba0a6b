package org.energymatching.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.data.Dataset;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class ImageDataTest {

    /** A data set of the same rows as floats is an implementation of its own. */
    @Test
    void withoutFlipsItDrawsWhatADatasetDraws() {
        ImageSet images = numbered(7);
        ImageData data = new ImageData(images, false);
        Dataset rows = new Dataset(images.samples());
        assertThat(data.shape()).isEqualTo(Shape.of(2, 1, 3));
        for (int step = 0; step < 10; step++) {
            assertThat(data.batch(step, 4, Rng.of(3)).values())
                    .isEqualTo(rows.batch(step, 4, Rng.of(3)).values());
        }
        assertThat(data.sample(20, Rng.of(3)).values())
                .isEqualTo(rows.sample(20, Rng.of(3)).values());
    }

    @Test
    void flipsMirrorEveryRowOfHalfOfTheImages() {
        ImageData data = new ImageData(numbered(7), true);
        Samples plain = new ImageData(numbered(7), false).batch(5, 2_000, Rng.of(1));
        Samples flipped = data.batch(5, 2_000, Rng.of(1));
        int mirrored = 0;
        for (int i = 0; i < 2_000; i++) {
            float[] row = plain.row(i);
            float[] mirror = {row[2], row[1], row[0], row[5], row[4], row[3]};
            boolean isMirror = flipped.row(i)[0] == mirror[0];
            assertThat(flipped.row(i)).isEqualTo(isMirror ? mirror : row);
            mirrored += isMirror ? 1 : 0;
        }
        assertThat(mirrored / 2_000.0).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / 2_000)));
        assertThat(data.batch(5, 2_000, Rng.of(1)).values()).isEqualTo(flipped.values());

        Samples drawn = data.sample(2_000, Rng.of(2));
        long upward = 0;
        for (int i = 0; i < 2_000; i++) {
            upward += drawn.row(i)[0] < drawn.row(i)[2] ? 1 : 0;
        }
        assertThat(upward / 2_000.0).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / 2_000)));
    }

    /** With one image, which way it faces at each step is all that differs. */
    @Test
    void everyStepFlipsAnew() {
        ImageData data = new ImageData(numbered(1), true);
        long upward = 0;
        for (int step = 0; step < 400; step++) {
            float[] row = data.batch(step, 1, Rng.of(1)).row(0);
            upward += row[0] < row[2] ? 1 : 0;
        }
        assertThat(upward / 400.0).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / 400)));
    }

    @Test
    void aSetHasImages() {
        assertThatThrownBy(() -> new ImageData(numbered(0), true)).isInstanceOf(DataException.class);
    }

    /** Two channels of one row of three pixels, brighter to the right. */
    private static ImageSet numbered(int count) {
        byte[][] pixels = new byte[count][];
        for (int i = 0; i < count; i++) {
            pixels[i] = new byte[] {(byte) (10 * i), (byte) (10 * i + 1), (byte) (10 * i + 2), 100, 101, 102};
        }
        return new ImageSet(pixels, Shape.of(2, 1, 3));
    }
}
