package org.energymatching.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.energymatching.data.image.ImageSet;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The nearest image against all distances, written out in floating point. */
class NearestImagesTest {

    private static final Shape SHAPE = Shape.of(3, 2, 5);

    @Test
    void isTheNearestOfAll() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ImageSet some = images(random, 7);
        ImageSet all = images(random, 50);
        NearestImages nearest = NearestImages.of(some, all);
        float[] x = some.samples().values();
        float[] y = all.samples().values();
        for (int i = 0; i < 7; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < 50; j++) {
                double square = 0;
                for (int k = 0; k < 30; k++) {
                    square += Math.pow(x[i * 30 + k] - y[j * 30 + k], 2);
                }
                least = Math.min(least, Math.sqrt(square));
                if (j == nearest.indices()[i]) {
                    assertThat(nearest.distances()[i]).as("seed %d", seed).isCloseTo(Math.sqrt(square), within(1e-5));
                }
            }
            assertThat(nearest.distances()[i]).as("seed %d", seed).isCloseTo(least, within(1e-5));
        }
    }

    @Test
    void anImageOfTheSetIsItsOwnNearest() {
        ImageSet all = images(new Random(1), 20);
        NearestImages nearest = NearestImages.of(all.pick(4, 17), all);
        assertThat(nearest.indices()).containsExactly(4, 17);
        assertThat(nearest.distances()).containsExactly(0, 0);
    }

    private static ImageSet images(Random random, int count) {
        byte[][] pixels = new byte[count][SHAPE.length()];
        for (byte[] image : pixels) {
            random.nextBytes(image);
        }
        return new ImageSet(pixels, SHAPE);
    }
}
