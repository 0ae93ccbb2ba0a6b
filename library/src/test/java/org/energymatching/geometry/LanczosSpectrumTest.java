package org.energymatching.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanczosSpectrumTest {

    /** As many steps as dimensions reach the whole space: the masses then lie at the eigenvalues themselves. */
    @Test
    void allStepsGiveAllEigenvalues() {
        double[] expected = {-1, 0.5, 2, 3, 8};
        LanczosSpectrum spectrum = LanczosSpectrum.of(
                Hessian.of(HessianSpectrumTest.turned(expected, 5)),
                StandardNormal.of(5).sample(2, Rng.of(1)),
                17,
                2,
                Rng.of(7),
                64,
                () -> {});
        for (GaussQuadrature[] point : spectrum.quadratures()) {
            assertThat(point).hasSize(6);
            for (GaussQuadrature direction : point) {
                assertThat(direction.low()).containsExactly(expected, within(1e-3));
                assertThat(direction.high()).containsExactly(expected, within(1e-3));
                assertThat(Arrays.stream(direction.masses()).sum()).isCloseTo(1, within(1e-9));
            }
        }
    }

    /** Two distinct eigenvalues exhaust two directions in four products; what is left of the products goes into more directions. */
    @Test
    void anExhaustedDirectionMakesRoomForMore() {
        double[] eigenvalues = new double[20];
        Arrays.fill(eigenvalues, 12, 20, 5);
        LanczosSpectrum spectrum = LanczosSpectrum.of(
                Hessian.of(HessianSpectrumTest.turned(eigenvalues, 20)),
                StandardNormal.of(20).sample(3, Rng.of(1)),
                17,
                2,
                Rng.of(7),
                64,
                () -> {});
        for (GaussQuadrature[] point : spectrum.quadratures()) {
            assertThat(point).hasSize(8);
            for (GaussQuadrature direction : point) {
                assertThat(direction.low()).containsExactly(new double[] {0, 0, 5, 5}, within(1e-4));
            }
        }
        for (int i = 0; i < 3; i++) {
            int flat = (int) Math.round(spectrum.intrinsicDimension(1).values()[i]);
            double[] values = spectrum.eigenvalues(i);
            assertThat(values[flat - 1]).isCloseTo(0, within(1e-4));
            assertThat(values[flat]).isCloseTo(5, within(1e-4));
        }
    }

    /** Of a diagonal matrix, every direction of signs counts exactly: its square is 1 along each axis. */
    @Test
    void alongTheAxesSignsCountExactly() {
        float[] diagonal = new float[100];
        for (int i = 0; i < 100; i++) {
            diagonal[i] = i < 17 ? 0.01f : 3 + i % 4;
        }
        IntrinsicDimension found = LanczosSpectrum.of(
                        Hessian.of(Quadratic.diagonal(diagonal)),
                        StandardNormal.of(100).sample(4, Rng.of(1)),
                        20,
                        Rng.of(2))
                .intrinsicDimension(1);
        for (int i = 0; i < 4; i++) {
            assertThat(found.values()[i]).isCloseTo(17, within(1e-3));
            assertThat(found.standardErrors()[i]).isLessThan(1e-3);
        }
    }

    @Test
    void aPointDoesNotDependOnThoseBesideIt() {
        Hessian hessian = Hessian.of(x -> x.square().square().sumPerRow());
        Samples points = StandardNormal.of(6).sample(10, Rng.of(3));
        LanczosSpectrum together = LanczosSpectrum.of(hessian, points, 5, 2, Rng.of(1), 64, () -> {});
        LanczosSpectrum apart = LanczosSpectrum.of(hessian, points.slice(0, 5), 5, 2, Rng.of(1), 2, () -> {});
        for (int i = 0; i < 5; i++) {
            assertThat(apart.eigenvalues(i)).containsExactly(together.eigenvalues(i), within(1e-4));
        }
    }

    /** The numbers between which the d-th parts of the distribution lie are those of the spectrum, nearly. */
    @Test
    void theQuantilesFollowTheSpectrum() {
        int d = 400;
        double[] eigenvalues = new double[d];
        for (int i = 0; i < d; i++) {
            eigenvalues[i] = 100 * Math.pow(i / (double) d, 2) - 2;
        }
        double[] found = LanczosSpectrum.of(
                        Hessian.of(HessianSpectrumTest.turned(eigenvalues, d)),
                        StandardNormal.of(d).sample(1, Rng.of(1)),
                        120,
                        Rng.of(2))
                .eigenvalues(0);
        assertThat(found).isSorted();
        double error = 0;
        for (int i = 0; i < d; i++) {
            error += Math.abs(found[i] - eigenvalues[i]) / d;
        }
        assertThat(error).isLessThan(4);
    }

    /**
     * At a tenth of the products, counts come within 5 % on average, and lie as far off as their standard errors say: flat
     * directions among stiff ones, and eigenvalues without any gap.
     */
    @ParameterizedTest
    @CsvSource({"500, 200, true", "500, 400, true", "800, 300, true", "500, 200, false", "800, 400, false"})
    void countsComeWithinFivePerCentAtATenthOfTheProducts(int d, int flat, boolean gap) {
        Rng rng = Rng.of(d + flat);
        double[] eigenvalues = new double[d];
        for (int i = 0; i < d; i++) {
            eigenvalues[i] =
                    !gap ? 5.0 * (i + 0.5) / flat : i < flat ? 0.2 * rng.nextGaussian() : 20 + 30 * rng.nextDouble();
        }
        int points = 12;
        IntrinsicDimension found = LanczosSpectrum.of(
                        Hessian.of(HessianSpectrumTest.turned(eigenvalues, d)),
                        StandardNormal.of(d).sample(points, Rng.of(1)),
                        d / 10,
                        Rng.of(2))
                .intrinsicDimension(5);
        double error = 0;
        double squares = 0;
        double squaredErrors = 0;
        for (int i = 0; i < points; i++) {
            error += Math.abs(found.values()[i] - flat) / points;
            squares += Math.pow(found.values()[i] - flat, 2);
            squaredErrors += Math.pow(found.standardErrors()[i], 2);
        }
        assertThat(error / flat).as("mean error of %s", found).isLessThan(0.05);
        assertThat(Math.sqrt(squares / squaredErrors))
                .as("errors in standard errors")
                .isBetween(0.4, 2.0);
    }

    @Test
    void senselessRequestsAreRefused() {
        Hessian hessian = Hessian.of(x -> x.square().sumPerRow());
        Samples points = StandardNormal.of(2).sample(1, Rng.of(1));
        assertThatThrownBy(() -> LanczosSpectrum.of(hessian, points, 1, Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LanczosSpectrum.of(hessian, points, 5, 1, Rng.of(1), 8, () -> {}))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(
                        () -> LanczosSpectrum.of(hessian, points, 4, Rng.of(1)).intrinsicDimension(0))
                .isInstanceOf(UsageException.class);
    }
}
