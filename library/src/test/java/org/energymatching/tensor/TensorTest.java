package org.energymatching.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.engine.Autodiff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {

    /** Functions of one number, and the same in plain Java. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions are stateless
    enum Function {
        SQUARE(Tensor::square, x -> x * x),
        SQRT(x -> x.abs().sqrt(), x -> Math.sqrt(Math.abs(x))),
        EXP(Tensor::exp, Math::exp),
        LOG(x -> x.abs().log(), x -> Math.log(Math.abs(x))),
        SIN(Tensor::sin, Math::sin),
        COS(Tensor::cos, Math::cos),
        TANH(Tensor::tanh, Math::tanh),
        RELU(Tensor::relu, x -> Math.max(0, x)),
        SILU(Tensor::silu, x -> x / (1 + Math.exp(-x))),
        SOFTPLUS(Tensor::softplus, x -> Math.log1p(Math.exp(x))),
        CLAMP(x -> x.clamp(-1, 0.5), x -> Math.min(0.5, Math.max(-1, x))),
        NEGATE(Tensor::negate, x -> -x),
        AFFINE(x -> x.times(3).plus(2).minus(0.25), x -> 3 * x + 1.75);

        private final UnaryOperator<Tensor> engine;
        private final DoubleUnaryOperator java;

        Function(UnaryOperator<Tensor> engine, DoubleUnaryOperator java) {
            this.engine = engine;
            this.java = java;
        }
    }

    private static final float[] POINTS = {-3, -1.5f, -0.75f, -0.1f, 0.1f, 0.3f, 1, 2.5f};

    @ParameterizedTest
    @EnumSource
    void functionsAgreeWithPlainJava(Function function) {
        try (Scope scope = Scope.open()) {
            float[] values = function.engine.apply(Tensor.of(POINTS)).floats();
            for (int i = 0; i < POINTS.length; i++) {
                double expected = function.java.applyAsDouble(POINTS[i]);
                assertThat(values[i]).as("%s(%s)", function, POINTS[i]).isCloseTo((float) expected, within((float)
                        (2e-6 * (1 + Math.abs(expected)))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void derivativesAgreeWithFiniteDifferences(Function function) {
        double h = 1e-5;
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(Tensor.of(POINTS));
            float[] slopes =
                    Autodiff.gradient(function.engine.apply(x).sum(), x).floats();
            for (int i = 0; i < POINTS.length; i++) {
                double difference =
                        (function.java.applyAsDouble(POINTS[i] + h) - function.java.applyAsDouble(POINTS[i] - h))
                                / (2 * h);
                assertThat(slopes[i]).as("%s'(%s)", function, POINTS[i]).isCloseTo((float) difference, within((float)
                        (1e-5 * (1 + Math.abs(difference)))));
            }
        }
    }

    /** d²/dx² x⁴ = 12 x². */
    @Test
    void aGradientCanBeDifferentiatedAgain() {
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(Tensor.of(1, -2, 0.5f));
            Tensor slope = Autodiff.differentiableGradient(x.square().square().sum(), x);
            assertThat(slope.floats()).containsExactly(4, -32, 0.5f);
            assertThat(Autodiff.gradient(slope.sum(), x).floats()).containsExactly(12, 48, 3);
        }
    }

    @Test
    void whatAScalarDoesNotDependOnHasGradientZero() {
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(Tensor.of(1, 2));
            Tensor y = Autodiff.leaf(Tensor.of(3, 4, 5));
            List<Tensor> gradients = Autodiff.gradients(x.square().sum(), List.of(x, y), false);
            assertThat(gradients.get(0).floats()).containsExactly(2, 4);
            assertThat(gradients.get(1).floats()).containsExactly(0, 0, 0);
        }
    }

    @Test
    void matricesMultiplyAsByHand() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
            Tensor b = Tensor.of(new float[] {1, 0, -1, 2, 0.5f, 1}, Shape.of(3, 2));
            assertThat(a.matmul(b).floats()).containsExactly(0.5f, 7, 2, 16);
            assertThat(a.linear(b.transpose(), Tensor.of(10, 20)).floats()).containsExactly(10.5f, 27, 12, 36);
            assertThat(a.transpose().floats()).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }

    @Test
    void sumsRunOverTheAxesTheyName() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Shape.of(2, 2, 2));
            assertThat(x.sum().item()).isEqualTo(36);
            assertThat(x.mean().item()).isEqualTo(4.5);
            assertThat(x.sumPerRow().floats()).containsExactly(10, 26);
            assertThat(x.sum(0).floats()).containsExactly(6, 8, 10, 12);
            assertThat(x.sum(-1).shape()).isEqualTo(Shape.of(2, 2));
            assertThat(x.sum(1, 2).floats()).containsExactly(10, 26);
            assertThat(Tensor.of(0, 0, 0, 0).logSumExp(0).item()).isCloseTo(Math.log(4), within(1e-6));
        }
    }

    @Test
    void piecesKeepTheirOrder() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(3, 2));
            assertThat(x.rows(1, 3).floats()).containsExactly(3, 4, 5, 6);
            assertThat(x.slice(1, 1, 2).floats()).containsExactly(2, 4, 6);
            assertThat(Tensor.concat(List.of(x.rows(2, 3), x.rows(0, 1)), 0).floats())
                    .containsExactly(5, 6, 1, 2);
            assertThat(x.reshape(2, -1).shape()).isEqualTo(Shape.of(2, 3));
            assertThat(x.times(Tensor.of(10, 100)).floats()).containsExactly(10, 200, 30, 400, 50, 600);
            assertThat(x.plusScaled(x, -0.5).floats()).containsExactly(0.5f, 1, 1.5f, 2, 2.5f, 3);
        }
    }

    @Test
    void floatsOfEveryKindPassThroughUnchanged() {
        float[] values = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
        try (Scope scope = Scope.open()) {
            assertThat(Tensor.of(values).floats()).containsExactly(values);
            assertThat(Tensor.of(new float[0], Shape.of(0, 2)).floats()).isEmpty();
        }
    }

    @Test
    void anOperationThatTheEngineRefusesIsExplainedInOneShortSentence() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.zeros(Shape.of(2, 3));
            assertThatThrownBy(() -> a.matmul(a))
                    .isInstanceOfSatisfying(
                            UsageException.class,
                            refused -> assertThat(refused.happened())
                                    .contains("cannot be multiplied (2x3 and 2x3)")
                                    .doesNotContain("\n")
                                    .endsWith(".")
                                    .hasSizeLessThan(150))
                    .cause()
                    .hasMessageContaining("Exception raised from");
        }
    }

    @Test
    void valuesMustFillTheirShape() {
        assertThatThrownBy(() -> Tensor.of(new float[5], Shape.of(2, 3)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("5 values do not fill the shape (2, 3).");
        assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(UsageException.class);
    }
}
