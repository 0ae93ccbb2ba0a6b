package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.energymatching.Samples;
import org.energymatching.density.ScatterMatrix;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrechetDistanceTest {

    private record Moments(double[] mean, double[] covariance) {

        static Moments of(Samples rows) {
            ScatterMatrix scatter = ScatterMatrix.of(rows);
            return new Moments(scatter.mean(), scatter.dividedBy(rows.rows() - 1));
        }
    }

    private static double distance(Moments first, Moments second) {
        return FrechetDistance.between(first.mean, first.covariance, second.mean, second.covariance);
    }

    /** In one dimension (μ₁ − μ₂)² + (σ₁ − σ₂)². */
    @Test
    void onTheLine() {
        Moments first = new Moments(new double[] {1}, new double[] {4});
        Moments second = new Moments(new double[] {-2}, new double[] {0.25});
        assertThat(distance(first, second)).isCloseTo(9 + 2.25, within(1e-14));
    }

    /** Covariances that share their axes: |μ₁ − μ₂|² + Σ (√λ − √κ)², however the axes stand. */
    @Test
    void withCommonAxes() {
        Seeds.check(20, random -> {
            double[] lambda = {random.nextDouble(), 4 * random.nextDouble(), 0};
            double[] kappa = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
            double[][] axes = rotation(random);
            double expected = 3 * 0.25;
            for (int k = 0; k < 3; k++) {
                expected += Math.pow(Math.sqrt(lambda[k]) - Math.sqrt(kappa[k]), 2);
            }
            Moments first = new Moments(new double[] {0, 1, 2}, along(axes, lambda));
            Moments second = new Moments(new double[] {0.5, 1.5, 2.5}, along(axes, kappa));
            assertThat(distance(first, second)).isCloseTo(expected, within(1e-7));
            assertThat(distance(second, first)).isCloseTo(expected, within(1e-7));
        });
    }

    /** For two by two matrices tr M^½ = √(tr M + 2 √det M), whether the covariances commute or not. */
    @Test
    void inThePlane() {
        Seeds.check(20, random -> {
            Samples x = GaussianSamples.draw(5, 2, random);
            Samples y = GaussianSamples.draw(4, 2, random);
            Moments first = Moments.of(x);
            Moments second = Moments.of(y);
            double[] a = first.covariance();
            double[] b = second.covariance();
            double traceOfProduct = a[0] * b[0] + a[1] * b[2] + a[2] * b[1] + a[3] * b[3];
            double determinant = (a[0] * a[3] - a[1] * a[2]) * (b[0] * b[3] - b[1] * b[2]);
            double dx = first.mean()[0] - second.mean()[0];
            double dy = first.mean()[1] - second.mean()[1];
            double expected = dx * dx
                    + dy * dy
                    + a[0]
                    + a[3]
                    + b[0]
                    + b[3]
                    - 2 * Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinant));
            assertThat(FrechetDistance.between(x, y)).isCloseTo(expected, within(1e-12));
        });
    }

    @ParameterizedTest
    @CsvSource({"50, 4", "10, 30", "2, 5"})
    void aSetIsNowhereFromItself(int rows, int width) {
        Samples samples = GaussianSamples.draw(rows, width, new SplittableRandom(rows));
        assertThat(FrechetDistance.between(samples, samples)).isBetween(0.0, 1e-6);
        float[] shift = new float[width];
        shift[0] = 3;
        assertThat(FrechetDistance.between(samples, GaussianSamples.moved(samples, shift)))
                .isCloseTo(9, within(1e-5));
    }

    @Test
    void fewerRowsThanFeatures() {
        SplittableRandom random = new SplittableRandom(3);
        Samples first = GaussianSamples.draw(7, 60, random);
        Samples second = GaussianSamples.draw(12, 60, random);
        double distance = FrechetDistance.between(first, second);
        assertThat(distance).isPositive().isFinite();
        assertThat(FrechetDistance.between(second, first)).isCloseTo(distance, within(1e-5));
    }

    @Test
    void rotatingBothSetsChangesNothing() {
        Seeds.check(5, random -> {
            Samples first = GaussianSamples.draw(40, 3, random);
            Samples second = GaussianSamples.moved(GaussianSamples.draw(30, 3, random), 1, 0, -1);
            double[][] axes = rotation(random);
            assertThat(FrechetDistance.between(turned(first, axes), turned(second, axes)))
                    .isCloseTo(FrechetDistance.between(first, second), within(1e-5));
        });
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Samples sound = Samples.of(new float[][] {{1, 2}, {3, 4}});
        for (Samples unfit : List.of(Samples.of(new float[][] {{1}, {2}}), Samples.of(new float[][] {{1, 2}}))) {
            assertThatThrownBy(() -> FrechetDistance.between(sound, unfit)).isInstanceOf(UsageException.class);
        }
        assertThatThrownBy(() -> FrechetDistance.between(sound, Samples.of(new float[][] {{1, 2}, {3, Float.NaN}})))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Row 1, column 1");
    }

    /** Three axes at right angles: Gram and Schmidt on random vectors. */
    private static double[][] rotation(RandomGenerator random) {
        double[][] axes = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                axes[i][k] = random.nextGaussian();
            }
            for (int j = 0; j < i; j++) {
                double along = dot(axes[i], axes[j]);
                for (int k = 0; k < 3; k++) {
                    axes[i][k] -= along * axes[j][k];
                }
            }
            double length = Math.sqrt(dot(axes[i], axes[i]));
            for (int k = 0; k < 3; k++) {
                axes[i][k] /= length;
            }
        }
        return axes;
    }

    private static double dot(double[] x, double[] y) {
        return x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
    }

    private static double[] along(double[][] axes, double[] eigenvalues) {
        double[] matrix = new double[9];
        for (int at = 0; at < 9; at++) {
            for (int k = 0; k < 3; k++) {
                matrix[at] += eigenvalues[k] * axes[k][at / 3] * axes[k][at % 3];
            }
        }
        return matrix;
    }

    private static Samples turned(Samples samples, double[][] axes) {
        float[] values = new float[samples.values().length];
        for (int at = 0; at < values.length; at++) {
            float[] x = samples.row(at / 3);
            values[at] = (float) dot(new double[] {x[0], x[1], x[2]}, axes[at % 3]);
        }
        return new Samples(values, samples.shape());
    }
}
