package org.energymatching.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.energymatching.Samples;
import org.energymatching.density.Gaussian;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FillingTest {

    private static final float GONE = Float.NaN;

    private static float[] fill(Filling filling, float... row) {
        boolean[] missing = new boolean[row.length];
        for (int i = 0; i < row.length; i++) {
            missing[i] = Float.isNaN(row[i]);
        }
        return filling.fill(row, missing);
    }

    @Test
    void theMeanDayFillsColumns() {
        MeanFilling mean = MeanFilling.fit(Samples.of(new float[][] {{1, 2, 3}, {3, 6, 3}}));
        assertThat(fill(mean, GONE, 9, GONE)).containsExactly(2, 9, 3);
        assertThat(fill(mean, GONE, GONE, GONE)).containsExactly(2, 4, 3);
        assertThat(mean.fill(Samples.of(new float[][] {{GONE, 7, 8}, {5, GONE, 9}}))
                        .values())
                .containsExactly(2, 7, 8, 5, 4, 9);
        refuses(() -> fill(mean, GONE, 1), "row of 2", "means of 3");
    }

    /** Variances 4 and 1.25, covariance 1: x₁ = 2 + ¼ (x₀ - 1) and x₀ = 1 + ⅘ (x₁ - 2), with variance 4 - ⅘. */
    @Test
    void aMixtureOfOneGaussianFillsByRegression() {
        Gaussian gaussian = Gaussian.of(new double[] {1, 2}, new double[] {4, 0, 1, 1.25});
        MixturePosterior posterior = new MixturePosterior(new GaussianMixture(new double[] {1}, List.of(gaussian)));
        Samples rows = Samples.of(new float[][] {{6, GONE}, {GONE, 3}, {GONE, GONE}, {7, 8}});
        assertThat(posterior.fill(rows).values())
                .containsExactly(new float[] {6, 3.25f, 1.8f, 3, 1, 2, 7, 8}, within(1e-6f));
        int n = 10_000;
        Samples drawn = posterior.sample(rows, n, Rng.of(1));
        double mean = 0;
        double square = 0;
        for (int i = n; i < 2 * n; i++) {
            mean += drawn.row(i)[0] / n;
            square += Math.pow(drawn.row(i)[0] - 1.8, 2) / n;
        }
        assertThat(mean).as("seed 1").isCloseTo(1.8, within(4 * Math.sqrt(3.2 / n)));
        assertThat(square).as("seed 1").isCloseTo(3.2, within(4 * 3.2 * Math.sqrt(2.0 / n)));
        assertThat(drawn.row(n)[1]).isEqualTo(3);
        assertThat(drawn.row(4 * n - 1)).containsExactly(7, 8);
    }

    @Test
    void theMeanOfARowIsTakenWithinChannels() {
        assertThat(fill(MeanFilling.ofRow(2), 1, 3, GONE, 10, GONE, 20)).containsExactly(1, 3, 2, 10, 15, 20);
        refuses(() -> fill(MeanFilling.ofRow(2), 1, 3, GONE, GONE), "channel 1");
        refuses(() -> fill(MeanFilling.ofRow(1), GONE, GONE), "0 are known");
    }

    /** Home a has 1 and 5 in the first column besides the gap, home b nothing but its own gap there. */
    @Test
    void theMeanDayOfAHomeIsThatOfItsOtherRows() {
        Samples rows = Samples.of(new float[][] {{1, 2}, {GONE, 4}, {5, GONE}, {GONE, 30}});
        assertThat(GroupMeanFilling.fill(rows, List.of("a", "a", "a", "b"), new MeanFilling(new float[] {70, 80}))
                        .values())
                .containsExactly(1, 2, 3, 4, 5, 3, 70, 30);
        refuses(() -> GroupMeanFilling.fill(rows, List.of("a"), MeanFilling.ofRow(1)), "1 groups", "4 rows");
    }

    @Test
    void theNearestRowsAreThoseOfTheKnownValues() {
        Samples training = Samples.of(new float[][] {{0, 0, 100}, {9, 1, 3}, {9, 2, 5}, {8, 0, 10}});
        assertThat(fill(new NearestRowsFilling(training, 1), 9, 1, GONE)).containsExactly(9, 1, 3);
        assertThat(fill(new NearestRowsFilling(training, 2), 9, 1, GONE)).containsExactly(9, 1, 4);
        assertThat(fill(new NearestRowsFilling(training, 3), 9, 1, GONE)).containsExactly(9, 1, 6);
        assertThat(fill(new NearestRowsFilling(training, 4), GONE, GONE, 3)).containsExactly(26 / 4f, 3 / 4f, 3);
        refuses(() -> new NearestRowsFilling(training, 5), "5 nearest of 4");
        refuses(() -> fill(new NearestRowsFilling(training, 1), GONE, 1), "row of 2");
        refuses(() -> fill(new NearestRowsFilling(training, 1), GONE, GONE, GONE), "0 are known");
    }

    /** Against a sort of all distances. */
    @Test
    void theNearestAreFoundAmongMany() {
        Seeds.check(20, random -> {
            float[] values = new float[200 * 5];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            Samples training = new Samples(values, Shape.of(200, 5));
            double mean = IntStream.range(0, 200)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> Math.hypot(values[i * 5] - 0.3f, values[i * 5 + 3] + 1)))
                    .limit(10)
                    .mapToDouble(i -> values[i * 5 + 2])
                    .average()
                    .orElseThrow();
            float[] filled = fill(new NearestRowsFilling(training, 10), 0.3f, GONE, GONE, -1, GONE);
            assertThat((double) filled[2]).isCloseTo(mean, within(1e-6));
        });
    }

    /** Means over blocks of a line are its values at the middle of the blocks, and between these the line is found again. */
    @ParameterizedTest
    @EnumSource(SeriesInterpolation.class)
    void finerSeriesFollowALine(SeriesInterpolation way) {
        for (int factor : new int[] {2, 3, 4}) {
            float[] coarse = new float[5];
            for (int i = 0; i < 5; i++) {
                coarse[i] = factor * i + (factor - 1) / 2f;
            }
            Samples fine = way.finer(new Samples(coarse, Shape.of(1, 5)), factor);
            assertThat(fine.shape()).isEqualTo(Shape.of(1, 5L * factor));
            for (int i = factor / 2; i < 5 * factor - factor / 2; i++) {
                assertThat(fine.values()[i]).isCloseTo(i, within(1e-5f));
            }
            assertThat(fine.values()[0]).isEqualTo(coarse[0]);
        }
    }

    @Test
    void linesCrossGapsAndEndsAreHeld() {
        assertThat(fill(SeriesInterpolation.LINEAR, GONE, GONE, 2, GONE, GONE, 8, 9, GONE))
                .containsExactly(2, 2, 2, 4, 6, 8, 9, 9);
        assertThat(fill(SeriesInterpolation.LINEAR, GONE, 5, GONE)).containsExactly(5, 5, 5);
    }

    /** Against scipy's CubicSpline with bc_type="natural". */
    @Test
    void theSplineIsTheNaturalOne() {
        assertThat(fill(SeriesInterpolation.CUBIC, GONE, 2, -1, GONE, GONE, 3, 0, GONE, 4, GONE))
                .containsExactly(new float[] {2, 2, -1, -0.0379572f, 2.584541f, 3, 0, 0.4968944f, 4, 4}, within(1e-6f));
        assertThat(fill(SeriesInterpolation.CUBIC, 1, GONE, GONE, 7)).containsExactly(1, 3, 5, 7);
    }

    @ParameterizedTest
    @EnumSource
    void straightLinesAreFoundAgain(SeriesInterpolation interpolation) {
        float[] filled = fill(interpolation, 0, 2, GONE, GONE, 8, GONE, 12, 14, GONE, 18);
        assertThat(filled).containsExactly(new float[] {0, 2, 4, 6, 8, 10, 12, 14, 16, 18}, within(2e-6f));
        refuses(() -> fill(interpolation, GONE, GONE), "0 are known");
        refuses(() -> interpolation.fill(new float[3], new boolean[2]), "mask of 2", "row of 3");
    }

    /** Across a hole in an image of two halves, least total variation continues the straight edge. */
    @Test
    void totalVariationContinuesEdges() {
        int side = 12;
        float[] image = new float[side * side];
        boolean[] missing = new boolean[image.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = i % side < 6 ? -0.5f : 0.8f;
            missing[i] = i / side >= 4 && i / side < 7 && i % side >= 2 && i % side < 10;
        }
        float[] hidden = image.clone();
        for (int i = 0; i < image.length; i++) {
            hidden[i] = missing[i] ? GONE : image[i];
        }
        assertThat(new TotalVariationFilling(Shape.of(1, side, side)).fill(hidden, missing))
                .containsExactly(image, within(0.01f));
    }

    @Test
    void totalVariationOfASeriesStaysBetweenItsNeighbours() {
        float[] filled = fill(new TotalVariationFilling(Shape.of(6)), 1, GONE, GONE, 5, GONE, GONE);
        assertThat(filled[0]).isEqualTo(1);
        assertThat(filled[1]).isBetween(1f, filled[2] + 1e-3f);
        assertThat(filled[2]).isBetween(filled[1] - 1e-3f, 5f);
        assertThat(Arrays.copyOfRange(filled, 3, 6)).containsExactly(new float[] {5, 5, 5}, within(1e-3f));
    }

    private static void refuses(ThrowingCallable call, String... fragments) {
        assertThatThrownBy(call).isInstanceOf(UsageException.class).hasMessageContainingAll(fragments);
    }
}
