package org.energymatching.data.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.Hessian;
import org.energymatching.geometry.HessianSpectrum;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ManifoldTest {

    static final List<Manifold> MANIFOLDS = Stream.concat(
                    Stream.of(
                            Manifold.sphere(1),
                            Manifold.sphere(10),
                            Manifold.sphere(2, 0.3),
                            Manifold.cliffordTorus(1),
                            Manifold.cliffordTorus(2),
                            Manifold.cliffordTorus(5),
                            Manifold.swissRoll(),
                            Manifold.swissRoll(1),
                            Manifold.helix(),
                            Manifold.linearSubspace(3, 5),
                            Manifold.linearSubspace(20, 21)),
                    Stream.of(
                            Manifold.sphere(10).in(11, 1),
                            Manifold.sphere(4).in(40, 2),
                            Manifold.cliffordTorus(2).in(20, 3),
                            Manifold.swissRoll().in(12, 4),
                            Manifold.helix().in(13, 5),
                            Manifold.linearSubspace(12, 13).in(30, 6)))
            .toList();

    @ParameterizedTest
    @FieldSource("MANIFOLDS")
    void pointsLieOnTheSurface(Manifold manifold) {
        Samples points = manifold.sample(200, Rng.of(1));
        try (Scope scope = Scope.open()) {
            Tensor residual = manifold.residual(Tensor.of(points.values(), points.shape()));
            assertThat(residual.shape().at(0)).isEqualTo(200);
            for (float each : residual.floats()) {
                assertThat(each).isCloseTo(0, within(2e-5f));
            }
        }
    }

    /** The dimension is that of the definition; the potential's flat directions are as many, and no other is below k. */
    @ParameterizedTest
    @FieldSource("MANIFOLDS")
    void theHessianOfThePotentialHasAsManyZerosAsTheSurfaceDimensions(Manifold manifold) {
        double k = 50;
        Samples points = manifold.sample(40, Rng.of(2));
        HessianSpectrum spectrum = HessianSpectrum.of(Hessian.of(manifold.potential(k)), points);
        int d = manifold.intrinsicDimension();
        for (double threshold : new double[] {1, 25, 49}) {
            assertThat(spectrum.intrinsicDimension(threshold).values())
                    .as("threshold %f", threshold)
                    .containsOnly(d);
        }
        for (double[] values : spectrum.eigenvalues()) {
            assertThat(values[d]).isGreaterThan(k * (1 - 1e-3));
        }
    }

    @ParameterizedTest
    @FieldSource("MANIFOLDS")
    void aRowIsTheSameHoweverManyAreDrawnWithIt(Manifold manifold) {
        Samples hundred = manifold.sample(100, Rng.of(4));
        assertThat(hundred.shape()).isEqualTo(manifold.shape().batch(100));
        assertThat(manifold.sample(18, Rng.of(4)).row(17)).isEqualTo(hundred.row(17));
    }

    /** Away from the surface the potential is ½ k times the squared distance, where the distance has a formula. */
    @Test
    void thePotentialRisesWithTheSquaredDistance() {
        Manifold sphere = Manifold.sphere(1, 2);
        Manifold plane = Manifold.linearSubspace(1, 3);
        assertThat(sphere.potential(4).energies(Samples.of(new float[][] {{3, 4}})))
                .containsExactly(new double[] {0.5 * 4 * 9}, within(1e-4));
        assertThat(plane.potential(2).energies(Samples.of(new float[][] {{7, 3, 4}})))
                .containsExactly(new double[] {25}, within(1e-4));
        assertThat(Manifold.cliffordTorus(2).potential(2).energies(Samples.of(new float[][] {{0, 3, 4, 0}})))
                .containsExactly(
                        new double[] {Math.pow(3 - Math.sqrt(2), 2) + Math.pow(4 - Math.sqrt(2), 2)}, within(1e-4));
    }

    /** Turning keeps distances and angles, and a space with more dimensions adds zeros. */
    @Test
    void turningKeepsLengths() {
        Manifold flat = Manifold.sphere(3);
        Samples before = flat.sample(50, Rng.of(1));
        Samples after = flat.in(9, 7).sample(50, Rng.of(1));
        for (int i = 1; i < 50; i++) {
            assertThat(product(after.row(i), after.row(i - 1)))
                    .isCloseTo(product(before.row(i), before.row(i - 1)), within(1e-4));
        }
        assertThat(flat.in(9, 8).sample(1, Rng.of(1)).row(0)).isNotEqualTo(after.row(0));
        assertThat(flat.in(9, 7).sample(50, Rng.of(1)).values()).isEqualTo(after.values());
    }

    /** Every coordinate of the standard surfaces has a variance near 1, as the noise that training starts at. */
    @Test
    void coordinatesAreOfTheScaleOfNoise() {
        for (Manifold manifold :
                List.of(Manifold.sphere(3), Manifold.cliffordTorus(2), Manifold.swissRoll(), Manifold.helix())) {
            Samples points = manifold.sample(20_000, Rng.of(3));
            int width = points.width();
            for (int j = 0; j < width; j++) {
                double mean = 0;
                double square = 0;
                for (int i = 0; i < points.rows(); i++) {
                    double x = points.values()[i * width + j];
                    mean += x / points.rows();
                    square += x * x / points.rows();
                }
                assertThat(square - mean * mean).as("%s, x%d", manifold, j + 1).isBetween(0.8, 1.2);
            }
        }
    }

    @Test
    void senselessSurfacesAreRefused() {
        assertThatThrownBy(() -> Manifold.sphere(0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Manifold.sphere(2, 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Manifold.cliffordTorus(0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Manifold.swissRoll(-1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Manifold.linearSubspace(3, 3)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Manifold.sphere(5).in(4, 0)).isInstanceOf(UsageException.class);
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
