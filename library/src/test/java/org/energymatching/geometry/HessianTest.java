package org.energymatching.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Network;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HessianTest {

    /** V = sin x + x y² + exp(y z): H = [-sin x, 2y, 0; 2y, 2x + z²e, (1 + yz)e; 0, (1 + yz)e, y²e] with e = exp(y z). */
    private static final Potential CURVED = p -> {
        Tensor x = p.slice(1, 0, 1);
        Tensor y = p.slice(1, 1, 2);
        Tensor z = p.slice(1, 2, 3);
        return x.sin().plus(x.times(y.square())).plus(y.times(z).exp()).reshape(-1);
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 50})
    void theHessianOfAQuadraticIsItsMatrix(int d) {
        Quadratic potential = symmetric(d, Rng.of(d));
        try (Scope scope = Scope.open()) {
            float[] matrix =
                    Hessian.of(potential).matrix(points(4, d, Rng.of(3))).floats();
            double trace = 0;
            for (int i = 0; i < d; i++) {
                trace += potential.matrix()[i * d + i];
            }
            for (int row = 0; row < 4; row++) {
                for (int at = 0; at < d * d; at++) {
                    assertThat(matrix[row * d * d + at])
                            .as("number %d of matrix %d", at, row)
                            .isCloseTo(potential.matrix()[at], within(1e-6f));
                }
            }
            assertThat(Hessian.of(potential).trace(points(2, d, Rng.of(4))).floats())
                    .containsExactly(new float[] {(float) trace, (float) trace}, within(1e-5f));
        }
    }

    @Test
    void secondDerivativesAreThoseOfTheFormula() {
        try (Scope scope = Scope.open()) {
            Tensor points = points(20, 3, Rng.of(1));
            float[] p = points.floats();
            float[] matrix = Hessian.of(CURVED).matrix(points).floats();
            float[] trace = Hessian.of(CURVED).trace(points).floats();
            for (int row = 0; row < 20; row++) {
                double x = p[3 * row];
                double y = p[3 * row + 1];
                double z = p[3 * row + 2];
                double e = Math.exp(y * z);
                double[] expected = {
                    -Math.sin(x), 2 * y, 0, 2 * y, 2 * x + z * z * e, (1 + y * z) * e, 0, (1 + y * z) * e, y * y * e
                };
                for (int at = 0; at < 9; at++) {
                    assertThat((double) matrix[9 * row + at])
                            .as("number %d at (%f, %f, %f)", at, x, y, z)
                            .isCloseTo(expected[at], within(1e-5 * (1 + Math.abs(expected[at]))));
                }
                double sum = expected[0] + expected[4] + expected[8];
                assertThat((double) trace[row]).isCloseTo(sum, within(1e-5 * (1 + Math.abs(sum))));
            }
        }
    }

    @Test
    void productsAreThoseWithTheMatrixWhereverTheyAreAskedFor() {
        try (Scope scope = Scope.open()) {
            Tensor x = points(7, 3, Rng.of(1));
            Tensor v = points(7, 3, Rng.of(2));
            Tensor expected =
                    Hessian.of(CURVED).matrix(x).matmul(v.reshape(7, 3, 1)).reshape(7, 3);
            Curvature curvature = Hessian.of(CURVED).at(x);
            for (Tensor product : new Tensor[] {
                Hessian.of(CURVED).product(x, v), curvature.times(v), curvature.times(v.reshape(1, 21))
            }) {
                assertThat(product.floats()).containsExactly(expected.floats(), within(1e-5f));
            }
        }
    }

    @Test
    void aPotentialThatIsLinearHasNoCurvature() {
        try (Scope scope = Scope.open()) {
            Hessian hessian = Hessian.of(x -> x.sumPerRow().times(3));
            assertThat(hessian.matrix(points(2, 3, Rng.of(1))).floats()).containsOnly(0);
            assertThat(hessian.trace(points(2, 3, Rng.of(1))).floats()).containsExactly(0, 0);
        }
    }

    @Test
    void sumsAndMultiplesHaveTheirHessians() {
        try (Scope scope = Scope.open()) {
            Tensor x = points(2, 3, Rng.of(1));
            Potential quadratic = Quadratic.diagonal(1, 2, 3);
            float[] expected = Hessian.of(CURVED)
                    .matrix(x)
                    .times(0.5)
                    .plus(Hessian.of(quadratic).matrix(x))
                    .floats();
            assertThat(Hessian.of(CURVED.times(0.5).plus(quadratic)).matrix(x).floats())
                    .containsExactly(expected, within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"SILU", "GELU", "SOFTPLUS", "TANH"})
    void ofANetworkItIsTheSlopeOfItsDrift(Activation activation) {
        Mlp architecture = new Mlp(4, List.of(16, 16), activation, activation);
        try (Network network = architecture.create(Rng.of(5));
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(network);
            Tensor x = points(5, 4, Rng.of(6));
            Tensor v = points(5, 4, Rng.of(7));
            double h = 1e-2;
            float[] expected = potential
                    .drift(x.plusScaled(v, -h))
                    .minus(potential.drift(x.plusScaled(v, h)))
                    .times(1 / (2 * h))
                    .floats();
            assertThat(Hessian.of(potential).product(x, v).floats()).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void nothingIsLeftBehind() {
        Quadratic potential = symmetric(5, Rng.of(1));
        Leaks.assertNone(() -> {
            try (Scope scope = Scope.open()) {
                Tensor x = points(3, 5, Rng.of(1));
                Hessian.of(potential).matrix(x);
                Hessian.of(potential).trace(x);
                Hessian.of(potential).product(x, x);
            }
        });
    }

    @Test
    void aLeafIsRecordedAsItIsAndOtherTensorsAsNewOnes() {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(Tensor.of(2f));
            assertThat(Autodiff.recorded(leaf)).isSameAs(leaf);
            Tensor plain = Tensor.of(2f);
            Tensor recorded = Autodiff.recorded(plain);
            assertThat(Autodiff.gradient(recorded.square().sum(), recorded).item())
                    .isEqualTo(4);
        }
    }

    static Tensor points(int rows, int d, Rng rng) {
        float[] values = new float[rows * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return Tensor.of(values, Shape.of(rows, d));
    }

    private static Quadratic symmetric(int d, Rng rng) {
        float[] a = new float[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                a[i * d + j] = a[j * d + i] = (float) rng.nextGaussian();
            }
        }
        return new Quadratic(a, d);
    }
}
