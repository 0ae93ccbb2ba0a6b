package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.energymatching.Samples;
import org.energymatching.tensor.Shape;

/** Made-up images for tests and for the gallery. */
final class Images {

    private Images() {}

    /** Uniform noise over a little more than [−1, 1]. */
    static Samples noise(Random random, int count, int channels, int height, int width) {
        float[] values = new float[count * channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2.4f * random.nextFloat() - 1.2f;
        }
        return new Samples(values, Shape.of(count, channels, height, width));
    }

    /** One value throughout each image. */
    static Samples flat(int channels, int side, double... levels) {
        float[] values = new float[levels.length * channels * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) levels[i / (channels * side * side)];
        }
        return new Samples(values, Shape.of(levels.length, channels, side, side));
    }

    /** Soft discs with rings, each of its own place, size and colour, under some noise. */
    static Samples discs(long seed, int count, int channels, int side, double noise) {
        Random random = new Random(seed);
        Random grain = new Random(seed + 1);
        float[] values = new float[count * channels * side * side];
        int at = 0;
        for (int i = 0; i < count; i++) {
            double x = side * (0.3 + 0.4 * random.nextDouble());
            double y = side * (0.3 + 0.4 * random.nextDouble());
            double radius = side * (0.12 + 0.2 * random.nextDouble());
            for (int channel = 0; channel < channels; channel++) {
                double level = 0.2 + 0.8 * random.nextDouble();
                double ground = -1 + 0.7 * random.nextDouble() * (channels - 1) / 2;
                for (int k = 0; k < side * side; k++) {
                    int row = k / side;
                    double r = Math.hypot(k % side - x, row - y) / radius;
                    double clean =
                            ground + (level - ground) / (1 + Math.exp(8 * (r - 1))) * (0.8 + 0.2 * Math.cos(9 * r));
                    values[at++] = (float) ((1 - noise) * clean + noise * grain.nextGaussian());
                }
            }
        }
        return new Samples(values, Shape.of(count, channels, side, side));
    }

    /** The colours of an image as 0xRRGGBB, row by row; shades of grey as they are stored, for Java takes them for linear. */
    static int[] pixels(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        for (int i = 0; i < pixels.length; i++) {
            int level = image.getRaster().getSample(i % image.getWidth(), i / image.getWidth(), 0);
            pixels[i] = grey ? level * 0x010101 : pixels[i] & 0xFFFFFF;
        }
        return pixels;
    }

    /** Fails unless the two images are equally large and equal in every pixel. */
    static void assertSame(BufferedImage found, BufferedImage expected) {
        assertThat(found.getWidth()).as("width").isEqualTo(expected.getWidth());
        assertThat(found.getHeight()).as("height").isEqualTo(expected.getHeight());
        assertThat(Arrays.mismatch(pixels(found), pixels(expected)))
                .as("first pixel that differs")
                .isEqualTo(-1);
    }
}
