package org.energymatching.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSetTest {

    @Test
    void everyByteComesBackAsItWas() {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        ImageSet set = one(all, 1, 16, 16);
        Samples samples = set.samples();
        assertThat(samples.shape()).isEqualTo(Shape.of(1, 1, 16, 16));
        assertThat(samples.values()[0]).isEqualTo(-1);
        assertThat(samples.values()[51]).isEqualTo(-0.6f);
        assertThat(samples.values()[255]).isEqualTo(1);
        assertThat(ImageSet.of(samples).image(0)).isEqualTo(all);
    }

    /** ⌊127.5 x + 128⌋, held to 0 … 255, in decimal arithmetic. */
    @ParameterizedTest
    @CsvSource({
        "-1",
        "1",
        "-1.5",
        "7",
        "0",
        "-0.001",
        "0.0039",
        "0.99",
        "0.9961",
        "0.99609375",
        "-0.99609375",
        "-3.4e38",
        "3.4e38"
    })
    void floatsBecomeBytesByTruncation(float x) {
        int expected = new BigDecimal(x)
                .multiply(new BigDecimal("127.5"))
                .add(new BigDecimal(128))
                .setScale(0, RoundingMode.FLOOR)
                .max(BigDecimal.ZERO)
                .min(new BigDecimal(255))
                .intValue();
        ImageSet set = ImageSet.of(new Samples(new float[] {x}, Shape.of(1, 1, 1, 1)));
        assertThat(Byte.toUnsignedInt(set.image(0)[0])).isEqualTo(expected);
    }

    @Test
    void samplesOfSomeImagesComeInTheOrderAskedFor() {
        ImageSet set = new ImageSet(new byte[][] {{0, 0}, {51, 0}, {102, 0}}, Shape.of(1, 1, 2));
        assertThat(set.samples(2, 0, 2).values()).containsExactly(-0.2f, -1, -1, -1, -0.2f, -1);
    }

    /** Shrinking and growing, against sums over a grid so fine that old and new pixels both divide it. */
    @Test
    void shrinkingIsTheMeanOverEachArea() {
        Seeds.check(200, random -> {
            int height = 1 + random.nextInt(9);
            int width = 1 + random.nextInt(9);
            int newHeight = 1 + random.nextInt(height);
            int newWidth = 1 + random.nextInt(width);
            ImageSet set = one(bytes(3 * height * width, random), 3, height, width);
            ImageSet small = set.resize(newHeight, newWidth);
            assertThat(small.shape()).isEqualTo(Shape.of(3, newHeight, newWidth));
            for (int plane = 0; plane < 3; plane++) {
                for (int y = 0; y < newHeight; y++) {
                    for (int x = 0; x < newWidth; x++) {
                        double sum = 0;
                        for (int v = y * height; v < (y + 1) * height; v++) {
                            for (int u = x * width; u < (x + 1) * width; u++) {
                                sum += at(set, plane, v / newHeight, u / newWidth);
                            }
                        }
                        double mean = sum / (height * width);
                        assertThat((double) at(small, plane, y, x)).isCloseTo(mean, within(0.5001));
                    }
                }
            }
        });
    }

    @Test
    void growingIsLinearBetweenTheCentresOfPixels() {
        ImageSet set = one(new byte[] {0, 100}, 1, 1, 2);
        assertThat(set.resize(1, 4).image(0)).containsExactly(0, 25, 75, 100);
        assertThat(set.resize(2, 2).image(0)).containsExactly(0, 100, 0, 100);
        assertThat(one(new byte[] {(byte) 200}, 1, 1, 1).resize(3, 2).image(0)).containsOnly((byte) 200);
    }

    @Test
    void theSameSizeChangesNothing() {
        Seeds.check(50, random -> {
            ImageSet set = one(bytes(3 * 7 * 5, random), 3, 7, 5);
            assertThat(set.resize(7, 5).image(0)).isEqualTo(set.image(0));
            assertThat(set.fit(7, 5).image(0)).isEqualTo(set.image(0));
        });
    }

    @Test
    void fittingTakesTheMiddle() {
        // 2 rows of 6: the middle two columns at 2x2, the middle four at 1x2.
        ImageSet set = one(new byte[] {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16}, 1, 2, 6);
        assertThat(set.fit(2, 2).image(0)).containsExactly(3, 4, 13, 14);
        assertThat(set.fit(1, 2).image(0)).containsExactly(8, 10); // means 7.5 and 9.5, rounded
        assertThat(set.fit(2, 1).image(0)).containsExactly(4, 14); // one column: half of each middle one
    }

    /** Pure colours and a mixture, by hand. */
    @Test
    void greyIsTheLumaAndColourRepeatsGrey() {
        ImageSet colours = one(
                new byte[] {
                    (byte) 255, 0, 0, 10, (byte) 255, 0, (byte) 255, 0, 20, (byte) 255, 0, 0, (byte) 255, 30, (byte) 255
                },
                3,
                1,
                5);
        assertThat(colours.channels(1).image(0)).containsExactly(76, (byte) 150, 29, 18, (byte) 255);
        ImageSet grey = one(new byte[] {1, (byte) 254}, 1, 2, 1);
        assertThat(grey.channels(3).image(0)).containsExactly(1, (byte) 254, 1, (byte) 254, 1, (byte) 254);
        assertThat(grey.channels(3).channels(1).image(0)).isEqualTo(grey.image(0));
        assertThat(grey.channels(1)).isSameAs(grey);
        assertThatThrownBy(() -> grey.channels(4)).isInstanceOf(UsageException.class);
    }

    @Test
    void facesShrinkWithoutChangingTheirMean() {
        ImageSet faces = Idx.read(Shared.file("data/olivetti/olivetti-images-idx3-ubyte"));
        ImageSet small = faces.resize(28, 28);
        assertThat(small.toString()).isEqualTo("ImageSet(400, 1, 28, 28)");
        for (int i = 0; i < faces.count(); i++) {
            assertThat(mean(small.image(i))).isCloseTo(mean(faces.image(i)), within(0.1));
        }
    }

    @Test
    void refusesWhatIsNoImage() {
        assertThatThrownBy(() -> new ImageSet(new byte[][] {{1, 2}}, Shape.of(1, 1, 3)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("(1, 1, 3)");
        assertThatThrownBy(() -> new ImageSet(new byte[0][], Shape.of(3, 3))).isInstanceOf(UsageException.class);
        Samples infinite = new Samples(new float[] {Float.NaN}, Shape.of(1, 1, 1, 1));
        assertThatThrownBy(() -> ImageSet.of(infinite)).isInstanceOf(DataException.class);
    }

    private static double mean(byte[] image) {
        double sum = 0;
        for (byte pixel : image) {
            sum += Byte.toUnsignedInt(pixel);
        }
        return sum / image.length;
    }

    private static int at(ImageSet set, int plane, int row, int column) {
        int height = (int) set.shape().at(1);
        int width = (int) set.shape().at(2);
        return Byte.toUnsignedInt(set.image(0)[(plane * height + row) * width + column]);
    }

    private static byte[] bytes(int count, RandomGenerator random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static ImageSet one(byte[] pixels, int channels, int height, int width) {
        return new ImageSet(new byte[][] {pixels}, Shape.of(channels, height, width));
    }
}
