package org.energymatching.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class TotalVariationTest {

    private static Samples noise(long seed, double edge, double sigma, long... extents) {
        Shape shape = Shape.of(extents);
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[shape.length()];
        long width = extents[extents.length - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i % width < width / 2 ? -edge : edge) + sigma * random.nextGaussian());
        }
        return new Samples(values, shape);
    }

    /** In one dimension each side of a step moves by λ over its length, exactly. */
    @Test
    void aStepLosesWhatItsSidesCanCarry() {
        Samples step = Samples.of(new float[][] {{0, 0, 0, 1, 1}});
        assertThat(TotalVariation.denoise(step, 0.3).values())
                .containsExactly(new float[] {0.1f, 0.1f, 0.1f, 0.85f, 0.85f}, within(1e-3f));
        assertThat(TotalVariation.denoise(step, 5).values())
                .containsExactly(new float[] {0.4f, 0.4f, 0.4f, 0.4f, 0.4f}, within(2e-3f));
    }

    /** No change of a few pixels lowers ‖u - g‖²/(2λ) + TV(u): u is the minimum of a strictly convex function. */
    @Test
    void theResultIsTheMinimum() {
        Samples noisy = noise(1, 0.5, 0.3, 1, 1, 9, 8);
        double weight = 0.25;
        double[] g = widened(noisy.values());
        double[] u = widened(TotalVariation.denoise(noisy, weight).values());
        double least = objective(u, g, weight, 9, 8);
        assertThat(least).isLessThan(objective(g, g, weight, 9, 8));
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 2_000; trial++) {
            double[] other = u.clone();
            double size = Math.pow(10, -random.nextDouble(4));
            for (int changes = 1 + random.nextInt(20); changes > 0; changes--) {
                other[random.nextInt(72)] += size * random.nextGaussian();
            }
            assertThat(objective(other, g, weight, 9, 8)).as("trial %d", trial).isGreaterThan(least - 2e-4);
        }
    }

    private static double[] widened(float[] values) {
        double[] widened = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            widened[i] = values[i];
        }
        return widened;
    }

    private static double objective(double[] u, double[] g, double weight, int height, int width) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            double right = i % width < width - 1 ? u[i + 1] - u[i] : 0;
            double down = i / width < height - 1 ? u[i + width] - u[i] : 0;
            sum += Math.hypot(right, down) + (u[i] - g[i]) * (u[i] - g[i]) / (2 * weight);
        }
        return sum;
    }

    @Test
    void theDiscrepancyIsThatOfTheNoise() {
        double sigma = 0.2;
        Samples noisy = noise(3, 0.6, sigma, 2, 3, 16, 14);
        Samples clean = TotalVariation.denoiseTo(noisy, sigma);
        Samples truth = noise(3, 0.6, 0, 2, 3, 16, 14);
        for (int row = 0; row < 2; row++) {
            double taken = 0;
            double left = 0;
            for (int i = 0; i < noisy.width(); i++) {
                taken += Math.pow(clean.row(row)[i] - noisy.row(row)[i], 2);
                left += Math.pow(clean.row(row)[i] - truth.row(row)[i], 2);
            }
            assertThat(Math.sqrt(taken / noisy.width())).as("row %d", row).isCloseTo(sigma, within(1e-3 * sigma));
            assertThat(Math.sqrt(left / noisy.width()))
                    .as("what is left of the noise in row %d", row)
                    .isLessThan(0.4 * sigma);
        }
    }

    @Test
    void whatVariesLessThanTheNoiseBecomesItsMean() {
        Samples noisy = noise(4, 0, 0.1, 1, 2, 6, 6);
        float[] clean = TotalVariation.denoiseTo(noisy, 0.5).values();
        double mean = 0;
        for (int i = 0; i < 36; i++) {
            mean += noisy.values()[i] / 36;
        }
        assertThat(clean[0]).isCloseTo((float) mean, within(1e-6f));
        assertThat(clean[35]).isEqualTo(clean[0]);
        assertThat(clean[36]).isNotEqualTo(clean[0]);
    }

    @Test
    void channelsAndRowsDoNotMix() {
        Samples first = noise(5, 0.4, 0.2, 1, 1, 8, 8);
        Samples second = noise(6, 0.1, 0.3, 1, 1, 8, 8);
        float[] together = new float[128];
        System.arraycopy(first.values(), 0, together, 0, 64);
        System.arraycopy(second.values(), 0, together, 64, 64);
        float[] alone = TotalVariation.denoise(first, 0.2).values();
        float[] rows = TotalVariation.denoise(new Samples(together, Shape.of(2, 1, 8, 8)), 0.2)
                .row(0);
        float[] channels = TotalVariation.denoise(new Samples(together, Shape.of(1, 2, 8, 8)), 0.2)
                .values();
        assertThat(rows).isEqualTo(alone);
        for (int i = 0; i < 64; i++) {
            assertThat(channels[i]).isCloseTo(alone[i], within(1e-3f));
        }
    }

    @Test
    void weightsArePositive() {
        Samples noisy = noise(1, 1, 1, 1, 4);
        for (double weight : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> TotalVariation.denoise(noisy, weight))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("weight of total variation is " + weight);
            assertThatThrownBy(() -> TotalVariation.denoiseTo(noisy, weight))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("deviation");
        }
    }
}
