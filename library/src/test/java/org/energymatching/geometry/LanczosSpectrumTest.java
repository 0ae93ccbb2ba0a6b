package org.energymatching.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.data.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanczosSpectrumTest {

    /** As many steps as dimensions reach the whole space: nodes and weights are then those of the spectrum itself. */
    @Test
    void allStepsGiveAllEigenvalues() {
        double[] expected = {-1, 0.5, 2, 3, 8};
        LanczosSpectrum spectrum = LanczosSpectrum.of(
                Hessian.of(HessianSpectrumTest.turned(expected, 5)),
                StandardNormal.of(5).sample(2, Rng.of(1)),
                3,
                9,
                Rng.of(7));
        for (int point = 0; point < 2; point++) {
            for (int probe = 0; probe < 3; probe++) {
                assertThat(spectrum.nodes()[point][probe]).containsExactly(expected, within(1e-3));
                double total = 0;
                for (double weight : spectrum.weights()[point][probe]) {
                    total += weight;
                }
                assertThat(total).isCloseTo(1, within(1e-9));
            }
        }
    }

    /** Two distinct eigenvalues exhaust the space in two steps; more are not taken, and no node is made up. */
    @Test
    void anExhaustedSpaceEndsTheSteps() {
        double[] eigenvalues = new double[20];
        Arrays.fill(eigenvalues, 12, 20, 5);
        LanczosSpectrum spectrum = LanczosSpectrum.of(
                Hessian.of(HessianSpectrumTest.turned(eigenvalues, 20)),
                StandardNormal.of(20).sample(3, Rng.of(1)),
                4,
                10,
                Rng.of(7));
        for (double[][] point : spectrum.nodes()) {
            for (double[] nodes : point) {
                assertThat(nodes).containsExactly(new double[] {0, 5}, within(1e-4));
            }
        }
    }

    @Test
    void aPointDoesNotDependOnThoseBesideIt() {
        Hessian hessian = Hessian.of(x -> x.square().square().sumPerRow());
        Samples points = StandardNormal.of(6).sample(10, Rng.of(3));
        LanczosSpectrum together = LanczosSpectrum.of(hessian, points, 3, 4, Rng.of(1), 64, () -> {});
        LanczosSpectrum apart = LanczosSpectrum.of(hessian, points.slice(0, 5), 3, 4, Rng.of(1), 2, () -> {});
        for (int i = 0; i < 5; i++) {
            assertThat(apart.eigenvalues(i)).containsExactly(together.eigenvalues(i), within(1e-4));
        }
    }

    /**
     * Flat directions among stiff ones, as many products as a tenth of the dimensions: the count comes within 5 % on average,
     * and it lies as far off as its standard error says.
     */
    @ParameterizedTest
    @CsvSource({"500, 200, 10, 5", "500, 400, 10, 5", "800, 300, 10, 8"})
    void countsComeWithinFivePerCentAtATenthOfTheProducts(int d, int flat, int probes, int steps) {
        Rng rng = Rng.of(d + flat);
        double[] eigenvalues = new double[d];
        for (int i = 0; i < d; i++) {
            eigenvalues[i] = i < flat ? 0.2 * rng.nextGaussian() : 20 + 30 * rng.nextDouble();
        }
        assertThat(probes * steps).isLessThanOrEqualTo(d / 10);
        int points = 12;
        IntrinsicDimension found = LanczosSpectrum.of(
                        Hessian.of(HessianSpectrumTest.turned(eigenvalues, d)),
                        StandardNormal.of(d).sample(points, Rng.of(1)),
                        probes,
                        steps,
                        Rng.of(2))
                .intrinsicDimension(5);
        double error = 0;
        double inStandardErrors = 0;
        for (int i = 0; i < points; i++) {
            error += Math.abs(found.values()[i] - flat) / points;
            inStandardErrors += Math.pow((found.values()[i] - flat) / found.standardErrors()[i], 2) / points;
        }
        assertThat(error / flat).as("mean error of %s", found).isLessThan(0.05);
        assertThat(Math.sqrt(inStandardErrors)).as("errors in standard errors").isBetween(0.4, 2.0);
        double spread = Math.sqrt(2.0 * flat * (1 - flat / (double) d) / probes);
        assertThat(found.standardError()).isBetween(0.6 * spread, 1.5 * spread);
    }

    @Test
    void senselessRequestsAreRefused() {
        Hessian hessian = Hessian.of(x -> x.square().sumPerRow());
        Samples points = StandardNormal.of(2).sample(1, Rng.of(1));
        assertThatThrownBy(() -> LanczosSpectrum.of(hessian, points, 1, 5, Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LanczosSpectrum.of(hessian, points, 4, 0, Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() ->
                        LanczosSpectrum.of(hessian, points, 4, 2, Rng.of(1)).intrinsicDimension(0))
                .isInstanceOf(UsageException.class);
    }
}
