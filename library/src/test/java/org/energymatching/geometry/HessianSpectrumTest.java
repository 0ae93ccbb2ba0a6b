package org.energymatching.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HessianSpectrumTest {

    static int[] oneToFifty() {
        return IntStream.rangeClosed(1, 50).toArray();
    }

    /** V = ½ xᵀ Q diag(λ) Qᵀ x, turned by a random orthogonal Q, has the spectrum λ everywhere. */
    @ParameterizedTest
    @MethodSource("oneToFifty")
    void theSpectrumOfATurnedQuadraticIsKnown(int d) {
        double[] expected = new double[d];
        Rng rng = Rng.of(d).stream("eigenvalues");
        for (int i = 0; i < d; i++) {
            expected[i] = 2 * rng.nextGaussian();
        }
        Arrays.sort(expected);
        HessianSpectrum spectrum = HessianSpectrum.of(
                Hessian.of(turned(expected, d)), StandardNormal.of(d).sample(3, Rng.of(1)));
        for (double[] found : spectrum.eigenvalues()) {
            assertThat(found).containsExactly(expected, within(1e-4));
        }
    }

    @Test
    void theDimensionIsTheNumberOfFlatDirections() {
        HessianSpectrum spectrum = new HessianSpectrum(new double[][] {{-2, -0.1, 0, 0.5, 7}, {0, 1, 2, 3, 4}});
        assertThat(spectrum.intrinsicDimension(1).values()).containsExactly(3, 1);
        assertThat(spectrum.intrinsicDimension(2.5).values()).containsExactly(4, 3);
        assertThat(spectrum.intrinsicDimension(1).standardErrors()).containsOnly(0);
        assertThat(spectrum.intrinsicDimension(1).mean()).isEqualTo(2);
        assertThat(spectrum.intrinsicDimension(1).tellsNothing()).isFalse();
        assertThat(spectrum.intrinsicDimension(10).tellsNothing()).isTrue();
        assertThat(new HessianSpectrum(new double[][] {{1, 2}, {3, 4}})
                        .intrinsicDimension(0.5)
                        .tellsNothing())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoThresholdIsRefused(double threshold) {
        HessianSpectrum spectrum = new HessianSpectrum(new double[][] {{1, 2}});
        assertThatThrownBy(() -> spectrum.intrinsicDimension(threshold)).isInstanceOf(UsageException.class);
    }

    /** Blocks of other sizes do the same work in another order; nothing but the last bits may change. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void theSizeOfBlocksChangesNothing(int blockRows) {
        Potential potential = x -> x.square().square().sumPerRow();
        Samples points = StandardNormal.of(4).sample(9, Rng.of(2));
        long[] products = new long[1];
        HessianSpectrum spectrum = HessianSpectrum.of(Hessian.of(potential), points, blockRows, () -> {
            synchronized (products) {
                products[0]++;
            }
        });
        assertThat(products[0]).isEqualTo(HessianSpectrum.products(points, blockRows));
        for (int i = 0; i < 9; i++) {
            double[] expected = new double[4];
            for (int j = 0; j < 4; j++) {
                expected[j] = 12 * Math.pow(points.row(i)[j], 2);
            }
            Arrays.sort(expected);
            assertThat(spectrum.eigenvalues(i)).containsExactly(expected, within(1e-4));
        }
    }

    @Test
    void energiesAndCurvaturesThatAreNotFiniteAreNamed() {
        Samples points = Samples.of(new float[][] {{1, 1}, {1, 2}, {-1, 1}});
        assertThatThrownBy(() -> HessianSpectrum.of(Hessian.of(x -> x.log().sumPerRow()), points))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("energy of point 2 is NaN");
        Samples origin = Samples.of(new float[][] {{1, 1}, {0, 0}});
        assertThatThrownBy(() -> HessianSpectrum.of(
                        Hessian.of(x -> x.square().sumPerRow().sqrt()), origin))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("derivative at point 1");
        assertThatThrownBy(() -> LanczosSpectrum.of(
                        Hessian.of(x -> x.square().sumPerRow().sqrt()), origin, 3, Rng.of(0)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("derivative at point 1");
    }

    @Test
    void noPointsAreRefused() {
        assertThatThrownBy(() -> HessianSpectrum.of(
                        Hessian.of(x -> x.square().sumPerRow()),
                        StandardNormal.of(2).sample(0, Rng.of(1))))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void nothingIsLeftBehind() {
        Hessian hessian = Hessian.of(x -> x.square().square().sumPerRow());
        Samples points = StandardNormal.of(3).sample(5, Rng.of(1));
        Leaks.assertNone(() -> {
            HessianSpectrum.of(hessian, points);
            LanczosSpectrum.of(hessian, points, 4, Rng.of(1));
        });
    }

    /** ½ xᵀ Q diag(λ) Qᵀ x; Q are the eigenvectors of a matrix of normal numbers. */
    static Quadratic turned(double[] eigenvalues, int d) {
        Rng rng = Rng.of(d).stream("rotation");
        double[] random = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                random[i * d + j] = rng.nextGaussian() * (i == j ? Math.sqrt(2) : 1);
            }
        }
        DoubleMatrix q = new DoubleMatrix(d, d, random).eigen().vectors();
        double[] scaled = q.values().clone();
        for (int at = 0; at < scaled.length; at++) {
            scaled[at] *= eigenvalues[at % d];
        }
        double[] product = new DoubleMatrix(d, d, scaled).timesTransposed(q).values();
        float[] a = new float[d * d];
        for (int at = 0; at < a.length; at++) {
            a[at] = (float) product[at];
        }
        return new Quadratic(a, d);
    }
}
