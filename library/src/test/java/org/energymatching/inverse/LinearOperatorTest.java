package org.energymatching.inverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every linear operator promises. */
class LinearOperatorTest {

    private static final int ROWS = 4;

    static List<LinearOperator> operators() {
        return Operators.linear();
    }

    /** ⟨Ax, y⟩ = ⟨x, Aᵀy⟩, summed in double precision. */
    @ParameterizedTest
    @MethodSource("operators")
    void theAdjointIsTheTranspose(LinearOperator operator) {
        for (int seed = 0; seed < 3; seed++) {
            float[] x = normal(operator.inputShape(), seed);
            float[] y = normal(operator.outputShape(), seed + 100);
            float[] image = operator.values(x);
            float[] back = operator.adjointValues(y);
            double forth = dot(image, y);
            double scale = Math.sqrt(dot(image, image) * dot(y, y));
            assertThat(dot(x, back)).as("seed %d", seed).isCloseTo(forth, within(1e-5 * scale));
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theSlopeOfTheOperatorIsItsTranspose(LinearOperator operator) {
        try (Scope scope = Scope.open()) {
            Tensor x = rows(operator.inputShape(), 1);
            Tensor y = rows(operator.outputShape(), 2);
            float[] transpose = operator.adjoint(y).floats();
            MeasurementOperator map = MeasurementOperator.of(operator.inputShape(), operator::apply);
            assertThat(map.pullBack(x, y).floats()).containsExactly(transpose, within(2e-6f));
            assertThat(operator.pullBack(x, y).floats()).containsExactly(transpose);
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void shapesAreKept(LinearOperator operator) {
        try (Scope scope = Scope.open()) {
            assertThat(operator.apply(rows(operator.inputShape(), 1)).shape())
                    .isEqualTo(operator.outputShape().batch(ROWS));
            assertThat(operator.adjoint(rows(operator.outputShape(), 1)).shape())
                    .isEqualTo(operator.inputShape().batch(ROWS));
            Tensor other = Tensor.zeros(Shape.of(2, operator.inputShape().size() + 1));
            assertThatThrownBy(() -> operator.apply(other))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(operator.inputShape().toString());
            assertThatThrownBy(() -> operator.adjoint(
                            Tensor.zeros(Shape.of(2, operator.outputShape().size() + 1))))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(operator.outputShape().toString());
        }
    }

    /** ‖A‖² from the matrix of A, whose columns are the images of unit vectors. */
    @ParameterizedTest
    @MethodSource("operators")
    void thePowerMethodFindsTheNorm(LinearOperator operator) {
        double exact = largestEigenvalue(DenseOperator.of(operator));
        assertThat(operator.squaredNorm()).isBetween(0.97 * exact, 1.0001 * exact);
    }

    private static double largestEigenvalue(DenseOperator dense) {
        double[] eigenvalues = dense.gram().eigenvalues();
        return eigenvalues[eigenvalues.length - 1];
    }

    @ParameterizedTest
    @MethodSource("operators")
    void whatItReachesIsWithinItsReach(LinearOperator operator) {
        SplittableRandom random = new SplittableRandom(8);
        float[] x = new float[50 * operator.inputShape().length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextBoolean() ? 3 : -1;
        }
        Range reach = operator.reach(new Range(-1, 3));
        for (float value : operator.values(x)) {
            assertThat((double) value).isBetween(reach.low() - 1e-5, reach.high() + 1e-5);
        }
    }

    @Test
    void nothingIsLeftBehind() {
        List<LinearOperator> operators = operators();
        Leaks.assertNone(
                5,
                20,
                () -> operators.forEach(
                        operator -> operator.adjointValues(operator.values(normal(operator.inputShape(), 1)))));
    }

    @Test
    void manyRowsAreComputedAsFew() {
        LinearOperator operator = Blur.of(Shape.of(1, 6, 5), 1);
        SplittableRandom random = new SplittableRandom(4);
        float[] x = new float[200 * 30];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] together = operator.values(x);
        for (int row : new int[] {0, 63, 64, 199}) {
            float[] one = new float[30];
            System.arraycopy(x, row * 30, one, 0, 30);
            float[] expected = new float[30];
            System.arraycopy(together, row * 30, expected, 0, 30);
            assertThat(operator.values(one)).as("row %d", row).containsExactly(expected);
        }
    }

    static float[] normal(Shape row, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[row.batch(ROWS).length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static Tensor rows(Shape row, long seed) {
        return Tensor.of(normal(row, seed), row.batch(ROWS));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
