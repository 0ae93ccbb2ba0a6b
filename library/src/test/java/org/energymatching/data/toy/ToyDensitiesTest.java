package org.energymatching.data.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.data.Dataset;
import org.energymatching.density.Gaussian;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToyDensitiesTest {

    static Stream<Distribution> distributions() {
        return Stream.of(
                EightGaussians.create(),
                TwoMoons.create(),
                StandardNormal.of(3, 2),
                new Gaussian(new double[] {1, 2}, new double[] {1, 0, 0.5, 2}),
                new Dataset(Samples.of(new float[][] {{1, 2}, {3, 4}, {5, 6}})));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void aRowIsTheSameHoweverManyAreDrawnWithIt(Distribution distribution) {
        Samples hundred = distribution.sample(100, Rng.of(4));
        assertThat(hundred.shape()).isEqualTo(distribution.shape().batch(100));
        assertThat(distribution.sample(18, Rng.of(4)).row(17)).isEqualTo(hundred.row(17));
        assertThat(distribution.sample(17, 5, Rng.of(4)).row(0)).isEqualTo(hundred.row(17));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void batchesDifferFromStepToStepAndRepeatUnderASeed(Distribution distribution) {
        float[] first = distribution.batch(0, 50, Rng.of(4)).values();
        assertThat(distribution.batch(0, 50, Rng.of(4)).values()).isEqualTo(first);
        assertThat(distribution.batch(1, 50, Rng.of(4)).values()).isNotEqualTo(first);
    }

    /** Centres on a circle of radius 5, 45 degrees apart; variance √0.1 in each coordinate. */
    @Test
    void theEightGaussiansStandOnTheirCircle() {
        int n = 80_000;
        Samples x = EightGaussians.create().sample(n, Rng.of(1));
        double[] weight = new double[8];
        double[] variance = new double[2];
        for (int i = 0; i < n; i++) {
            float[] point = x.row(i);
            int nearest = (int) Math.floorMod(Math.round(Math.atan2(point[1], point[0]) / (Math.PI / 4)), 8L);
            weight[nearest] += 1.0 / n;
            variance[0] += Math.pow(point[0] - 5 * Math.cos(nearest * Math.PI / 4), 2) / n;
            variance[1] += Math.pow(point[1] - 5 * Math.sin(nearest * Math.PI / 4), 2) / n;
        }
        double[] eighth = new double[8];
        Arrays.fill(eighth, 1 / 8.0);
        assertThat(weight).containsExactly(eighth, within(4 * Math.sqrt(7.0 / 64 / n)));
        // Neighbouring centres are 3.83 apart, 6.8 deviations: nearly every point is nearest to its own.
        double expected = Math.sqrt(0.1);
        assertThat(variance).containsExactly(new double[] {expected, expected}, within(0.01));
    }

    @Test
    void everyPointOfTheTwoMoonsLiesOnOneOfThem() {
        assertOnTheMoons(TwoMoons.create().sample(20_000, Rng.of(1)));
        assertOnTheMoons(TwoMoons.create().batch(3, 501, Rng.of(1)));
    }

    private static void assertOnTheMoons(Samples x) {
        for (int i = 0; i < x.rows(); i++) {
            double px = (x.row(i)[0] + 1) / 3;
            double py = (x.row(i)[1] + 1) / 3;
            assertThat(Math.min(noise(px, py, true), noise(px, py, false)))
                    .as("point %d", i)
                    .isLessThan(1e-5);
        }
    }

    /** How far the point is from every place that a half circle plus noise on [0, 0.2)² can reach. */
    private static double noise(double px, double py, boolean upper) {
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k <= 2_000; k++) {
            double a = Math.PI * k / 2_000;
            double dx = px - (upper ? Math.cos(a) : 1 - Math.cos(a));
            double dy = py - (upper ? Math.sin(a) : 0.5 - Math.sin(a));
            least = Math.min(least, Math.max(beside(dx), beside(dy)) - Math.PI / 4_000);
        }
        return least;
    }

    private static double beside(double noise) {
        return Math.max(-noise, noise - 0.2);
    }

    /**
     * Over a uniform, E cos a = 0 and E sin a = 2/π; the noise has mean 0.1 and variance 0.04/12. So x has mean 0.5 + 0.1
     * and y 0.25 + 0.1, before 3x - 1.
     */
    @Test
    void theMoonsHaveTheMomentsOfTheirFormula() {
        double xVariance = 0.5 + 0.25 + 0.04 / 12;
        double within = 0.5 - 4 / (Math.PI * Math.PI);
        double between = Math.pow(2 / Math.PI - 0.25, 2);
        double yVariance = within + between + 0.04 / 12;
        double[] expected = {3 * 0.6 - 1, 3 * 0.35 - 1, 9 * xVariance, 9 * yVariance};
        assertThat(moments(TwoMoons.create().sample(100_000, Rng.of(2)))).containsExactly(expected, within(0.05));
    }

    @Test
    void anyHalfOfABatchLiesOnBothMoons() {
        Rng rng = Rng.of(11);
        double all = 0;
        for (int step = 0; step < 20; step++) {
            Samples half = TwoMoons.create().batch(step, 128, rng).slice(0, 64);
            int upper = 0;
            for (int i = 0; i < half.rows(); i++) {
                double x = (half.row(i)[0] + 1) / 3;
                double y = (half.row(i)[1] + 1) / 3;
                upper +=
                        Math.abs(Math.hypot(x - 0.1, y - 0.1) - 1) < Math.abs(Math.hypot(x - 1.1, y - 0.6) - 1) ? 1 : 0;
            }
            assertThat(upper).as("rows on the upper moon at step " + step).isBetween(12, 52);
            all += upper;
        }
        assertThat(all / 20).isCloseTo(32, within(4.0));
    }

    @Test
    void anEvenlySpacedBatchHasTheDensityOfADraw() {
        int n = 2_000;
        double[] batch = moments(TwoMoons.create().batch(0, n, Rng.of(3)));
        assertThat(batch).containsExactly(moments(TwoMoons.create().sample(200_000, Rng.of(2))), within(0.05));
        for (int axis = 0; axis < 2; axis++) {
            float[] spaced = column(TwoMoons.create().batch(0, n, Rng.of(3)), axis);
            float[] drawn = column(TwoMoons.create().sample(10 * n, Rng.of(4)), axis);
            // Kolmogorov and Smirnov's bound at the level 0.001, for n against 10 n points.
            assertThat(largestGap(spaced, drawn)).isLessThan(1.95 * Math.sqrt(1.1 / n));
        }
    }

    private static double largestGap(float[] a, float[] b) {
        Arrays.sort(a);
        Arrays.sort(b);
        double largest = 0;
        int below = 0;
        for (int i = 0; i < a.length; i++) {
            while (below < b.length && b[below] <= a[i]) {
                below++;
            }
            largest = Math.max(largest, Math.abs((i + 1.0) / a.length - (double) below / b.length));
        }
        return largest;
    }

    private static float[] column(Samples x, int axis) {
        float[] column = new float[x.rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = x.values()[2 * i + axis];
        }
        return column;
    }

    /** Both means, then both variances. */
    private static double[] moments(Samples x) {
        double[] moments = new double[4];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < 2; j++) {
                moments[j] += x.row(i)[j] / (double) x.rows();
                moments[2 + j] += Math.pow(x.row(i)[j], 2) / x.rows();
            }
        }
        moments[2] -= moments[0] * moments[0];
        moments[3] -= moments[1] * moments[1];
        return moments;
    }

    @Test
    void noiseIsStandardNormalInEveryCoordinate() {
        int n = 50_000;
        Samples x = StandardNormal.of(2).sample(n, Rng.of(1));
        double unit = 4 / Math.sqrt(n);
        assertThat(moments(x)).containsExactly(new double[] {0, 0, 1, 1}, within(unit * Math.sqrt(2)));
        assertThat(StandardNormal.of(3, 8).sample(5, Rng.of(1)).shape()).isEqualTo(Shape.of(5, 3, 8));
    }

    /** A sample of a fitted Gaussian has the mean and the covariance of what it was fitted to. */
    @Test
    void aFittedGaussianHasTheMomentsOfItsData() {
        Samples moons = TwoMoons.create().sample(5_000, Rng.of(1));
        Gaussian fitted = Gaussian.fit(moons);
        assertThat(moments(fitted.sample(100_000, Rng.of(2)))).containsExactly(moments(moons), within(0.1));
        double[] l = fitted.factor();
        double covariance = 0;
        for (int i = 0; i < moons.rows(); i++) {
            covariance += (moons.row(i)[0] - fitted.mean()[0]) * (moons.row(i)[1] - fitted.mean()[1]) / moons.rows();
        }
        assertThat(l[0] * l[2]).isCloseTo(covariance, within(1e-4));
        assertThat(l[1]).isZero();
    }
}
