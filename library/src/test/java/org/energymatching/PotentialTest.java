package org.energymatching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PotentialTest {

    private static final Quadratic QUADRATIC = Quadratic.tilted(3, 0.5, 0.4);

    @Test
    void theDriftOfAQuadraticIsMinusAx() {
        try (Scope scope = Scope.open()) {
            float[] drift = QUADRATIC
                    .drift(Tensor.of(new float[] {1, 0, 0, 1, -2, 3}, Shape.of(3, 2)))
                    .floats();
            float[] a = QUADRATIC.matrix();
            assertThat(drift)
                    .containsExactly(
                            new float[] {-a[0], -a[2], -a[1], -a[3], 2 * a[0] - 3 * a[1], 2 * a[2] - 3 * a[3]},
                            within(1e-6f));
        }
    }

    @Test
    void theDriftOfATargetIsThatOfItsPotential() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, -0.5f}, Shape.of(1, 2));
            assertThat(Target.of(QUADRATIC).drift(x, new double[] {0.3}).floats())
                    .containsExactly(QUADRATIC.drift(x).floats());
        }
    }

    /** V = ½ w‖x‖² has the drift -wx; half the squared norm of the drift is ½ w²‖x‖², whose slope in w is w‖x‖². */
    @Test
    void aLossOnTheTrainableDriftReachesTheParameters() {
        try (Scope scope = Scope.open()) {
            Tensor w = Autodiff.leaf(Tensor.of(1.5f));
            Potential potential = x -> x.square().sumPerRow().times(w).times(0.5);
            Tensor drift = potential.trainableDrift(Tensor.of(new float[] {1, 2, -2, 4}, Shape.of(2, 2)));
            assertThat(drift.floats()).containsExactly(-1.5f, -3, 3, -6);
            Tensor loss = drift.square().sum().times(0.5);
            assertThat(Autodiff.gradient(loss, w).floats()).containsExactly(1.5f * 25);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 1000})
    void energiesAndGradientsDoNotDependOnHowManyRowsComeTogether(int rows) {
        Samples x = StandardNormal.of(2).sample(rows, Rng.of(1));
        double[] energies = QUADRATIC.energies(x);
        Samples gradients = QUADRATIC.gradients(x);
        assertThat(energies).hasSize(rows);
        assertThat(gradients.shape()).isEqualTo(x.shape());
        float[] a = QUADRATIC.matrix();
        for (int i = 0; i < rows; i++) {
            double p = x.values()[2 * i];
            double q = x.values()[2 * i + 1];
            assertThat(energies[i]).isCloseTo(0.5 * (a[0] * p * p + 2 * a[1] * p * q + a[3] * q * q), within(1e-5));
            assertThat((double) gradients.values()[2 * i]).isCloseTo(a[0] * p + a[1] * q, within(1e-5));
            assertThat((double) gradients.values()[2 * i + 1]).isCloseTo(a[2] * p + a[3] * q, within(1e-5));
        }
    }

    @Test
    void energiesAndGradientsLeaveNothingBehind() {
        Samples x = StandardNormal.of(2).sample(700, Rng.of(1));
        Leaks.assertNone(() -> QUADRATIC.energies(x));
        Leaks.assertNone(() -> QUADRATIC.gradients(x));
    }

    @Test
    void samplesFillTheirShape() {
        assertThatUsage(() -> new Samples(new float[5], Shape.of(2, 3)));
        assertThatUsage(() -> new Samples(new float[1], Shape.of()));
        assertThatUsage(() -> Samples.of(new float[][] {{1, 2}, {3}}));
        Samples samples = Samples.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(samples.row(1)).containsExactly(3, 4);
        assertThat(samples.slice(1, 3).values()).containsExactly(3, 4, 5, 6);
        assertThat(samples).hasToString("Samples(3, 2)");
    }

    private static void assertThatUsage(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(UsageException.class);
    }
}
