package org.energymatching.nn.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.nn.Architecture;
import org.energymatching.nn.Network;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;

/** What holds for every architecture over a network, at points of the plane. */
record PotentialWrapperChecks(Architecture architecture, float[] points) {

    /** Normal numbers of deviation 2, the coordinates of half as many points. */
    static float[] points(int count) {
        float[] points = new float[count];
        Rng rng = Rng.of(5);
        for (int i = 0; i < count; i++) {
            points[i] = (float) (2 * rng.nextGaussian());
        }
        return points;
    }

    private Tensor x() {
        return plane(points);
    }

    private static Tensor plane(float[] points) {
        return Tensor.of(points, Shape.of(points.length / 2, 2));
    }

    void bothDriftsAreThoseOfDifferentiation() {
        try (Network network = architecture.create(Rng.of(4));
                Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x());
            float[] expected =
                    Autodiff.gradient(network.energy(leaf).sum(), leaf).negate().floats();
            assertThat(network.drift(x()).floats()).containsExactly(expected, within(1e-5f));
            assertThat(network.trainableDrift(x()).detach().floats()).containsExactly(expected, within(1e-5f));
            assertThat(network.trainableDrift(leaf).detach().floats()).containsExactly(expected, within(1e-5f));
        }
    }

    /** The slope of the sum of the drift, against differences of the drift. */
    void aRecordedPointIsTraced(float most) {
        try (Network network = architecture.create(Rng.of(4));
                Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x());
            float[] found =
                    Autodiff.gradient(network.trainableDrift(leaf).sum(), leaf).floats();
            float h = 1e-2f;
            for (int j = 0; j < 2; j++) {
                float[] above = points.clone();
                float[] below = points.clone();
                for (int i = j; i < points.length; i += 2) {
                    above[i] += h;
                    below[i] -= h;
                }
                float[] up = network.drift(plane(above)).floats();
                float[] down = network.drift(plane(below)).floats();
                for (int i = 0; i < points.length; i += 2) {
                    float slope = (up[i] + up[i + 1] - down[i] - down[i + 1]) / (2 * h);
                    assertThat(found[i + j]).isCloseTo(slope, within(most));
                }
            }
        }
    }

    void nothingIsLeftBehind() {
        try (Network network = architecture.create(Rng.of(4))) {
            Leaks.assertNone(() -> {
                try (Scope scope = Scope.open()) {
                    network.energy(x());
                    network.drift(x());
                    network.trainableDrift(Autodiff.leaf(x()));
                }
            });
        }
    }
}
