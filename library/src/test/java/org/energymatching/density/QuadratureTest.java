package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class QuadratureTest {

    private static final Samples LINE = new Samples(new float[] {-1, 1}, Shape.of(2, 1));
    private static final Samples PLANE = new Samples(new float[] {-1, -1, 1, 1}, Shape.of(2, 2));

    /** Z of exp(-xᵀAx/2ε) is (2πε)^(d/2) / √det A. */
    @Test
    void bowlsHaveTheirKnownVolume() {
        Quadrature line = Quadrature.of(EquilibriumDensity.unnormalised(Quadratic.diagonal(3), 0.2), LINE);
        assertThat(line.logPartition().value()).isCloseTo(0.5 * Math.log(2 * Math.PI * 0.2 / 3), within(1e-6));
        Quadrature plane = Quadrature.of(EquilibriumDensity.unnormalised(Quadratic.tilted(0.5, 20, 0.6), 0.15), PLANE);
        assertThat(plane.logPartition().value())
                .isCloseTo(Math.log(2 * Math.PI * 0.15) - 0.5 * Math.log(10), within(1e-6));
        assertThat(plane.logPartition().standardError()).isLessThan(1e-6);
    }

    /** A mixture of unequal Gaussians, one of them far outside the points that the search begins around. */
    @Test
    void aMixtureIsFoundAndIntegratedToAMillionth() {
        GaussianMixture mixture = new GaussianMixture(
                new double[] {0.1, 0.6, 0.3},
                List.of(
                        Gaussian.of(new double[] {-0.5, 0.5}, new double[] {0.01, 0, 0, 0.04}),
                        Gaussian.of(new double[] {0.5, -0.5}, new double[] {0.3, 0, 0.2, 0.3}),
                        Gaussian.of(new double[] {5, 4}, new double[] {1, 0, 0, 0.5})));
        Function<Samples, double[]> log =
                x -> Arrays.stream(mixture.logDensities(x)).map(p -> p + 7).toArray();
        Quadrature found = Quadrature.of(log, PLANE);
        assertThat(found.logPartition().value()).isCloseTo(7, within(1e-6));
        assertThat(found.high()[0]).isGreaterThan(8);
        assertThat(found.nodes()).isLessThan(600);
    }

    /** The error that is told is at least the true one, for a ridge that the grid can hardly see. */
    @Test
    void theErrorIsTold() {
        Quadratic ridge = Quadratic.tilted(1, 400_000, 0.5);
        Quadrature found = Quadrature.of(EquilibriumDensity.unnormalised(ridge, 1), PLANE);
        double off = Math.abs(found.logPartition().value() - Math.log(2 * Math.PI) + 0.5 * Math.log(400_000));
        assertThat(off)
                .isGreaterThan(1e-9)
                .isLessThanOrEqualTo(found.logPartition().standardError() + 1e-5);
    }

    @Test
    void aDensityThatDoesNotEndIsNoticed() {
        List<Potential> endless = List.of(
                x -> x.sumPerRow().times(0),
                Tensor::sumPerRow,
                x -> x.square().plus(1).log().sumPerRow().times(0.4),
                x -> x.square().sumPerRow().times(-0.5));
        for (Potential v : endless) {
            assertThatThrownBy(() -> Quadrature.of(EquilibriumDensity.unnormalised(v, 1), LINE))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("does not end");
        }
        Potential trough = x -> x.slice(1, 0, 1).square().sumPerRow();
        assertThatThrownBy(() -> Quadrature.of(EquilibriumDensity.unnormalised(trough, 1), PLANE))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("does not end");
    }

    @Test
    void energiesThatAreNoNumbersAreNamed() {
        Potential broken = x -> x.sqrt().sumPerRow();
        assertThatThrownBy(() -> Quadrature.of(EquilibriumDensity.unnormalised(broken, 1), LINE))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("NaN")
                .hasMessageContaining("[-2.0]");
        assertThatThrownBy(() -> Quadrature.of(x -> infinite(x.rows(), Double.NEGATIVE_INFINITY), LINE))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("zero");
        assertThatThrownBy(() -> Quadrature.of(x -> infinite(x.rows(), Double.POSITIVE_INFINITY), LINE))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Infinity");
    }

    @Test
    void threeDimensionsAreRefused() {
        Samples space = StandardNormal.of(3).sample(10, Rng.of(1));
        assertThatThrownBy(() -> Quadrature.of(EquilibriumDensity.unnormalised(Quadratic.diagonal(1, 1, 1), 1), space))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("3 dimensions");
        Samples point = new Samples(new float[] {1, 2}, Shape.of(1, 2));
        assertThatThrownBy(() -> Quadrature.of(StandardNormal.of(2)::logDensities, point))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> EquilibriumDensity.unnormalised(Quadratic.diagonal(1), 0))
                .isInstanceOf(UsageException.class);
    }

    /** A box that does not reach what the density is: part of the plane where it is zero is no mistake. */
    @Test
    void aDensityMayBeZeroInPlaces() {
        Function<Samples, double[]> half = x -> {
            double[] logs = new double[x.rows()];
            for (int i = 0; i < logs.length; i++) {
                float at = x.values()[i];
                logs[i] = at > 0 ? 2 * Math.log(at) - at : Double.NEGATIVE_INFINITY;
            }
            return logs;
        };
        assertThat(Quadrature.of(half, LINE).logPartition().value())
                .as("Γ(3) = 2")
                .isCloseTo(Math.log(2), within(1e-5));
    }

    private static double[] infinite(int rows, double value) {
        double[] all = new double[rows];
        Arrays.fill(all, value);
        return all;
    }
}
