package org.energymatching.inverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Operators of one's own. */
class MeasurementOperatorTest {

    private static final Shape ROW = Shape.of(4);

    @Test
    void aLambdaHasTheShapeOfWhatItMakes() {
        MeasurementOperator intensity =
                MeasurementOperator.of(ROW, x -> x.square().reshape(-1, 2, 2).sum(2));
        assertThat(intensity.outputShape()).isEqualTo(Shape.of(2));
        assertThat(intensity.values(new float[] {1, 2, 3, 4})).containsExactly(5, 25);
    }

    /** J = diag(2x), so Jᵀy = 2xy. */
    @Test
    void theSlopesTransposeComesFromDifferentiation() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, -2, 3, 0}, Shape.of(1, 4));
            Tensor y = Tensor.of(new float[] {1, 1, 2, 5}, Shape.of(1, 4));
            assertThat(MeasurementOperator.of(ROW, Tensor::square)
                            .pullBack(x, y)
                            .floats())
                    .containsExactly(2, -4, 12, 0);
        }
    }

    @Test
    void whatIsLinearStaysLinearWhenComposed() {
        MeasurementOperator first = Blur.of(ROW, 1);
        assertThat(first.then(new Downsampling(ROW, 2))).isInstanceOf(LinearOperator.class);
        MeasurementOperator squared = first.then(MeasurementOperator.of(ROW, Tensor::square));
        assertThat(squared).isNotInstanceOf(LinearOperator.class);
        assertThat(MeasurementOperator.of(ROW, Tensor::square)
                        .then(new Downsampling(ROW, 2))
                        .values(new float[] {1, 3, 2, 4}))
                .containsExactly(5, 10);
    }

    @Test
    void mapsWithoutASlopeAreRefused() {
        refuses(x -> x.detach().times(2), "slope of the operator is zero at every one of 3");
        refuses(x -> x.times(0), "slope of the operator is zero at every one of 3");
        refuses(x -> Tensor.of(x.square().floats(), x.shape()), "slope of the operator is zero at every one of 3");
    }

    @Test
    void operatorsOfOnesOwnWithoutASlopeAreRefusedWithTheirNoise() {
        refuses(() -> new Signs().with(NoiseModel.gaussian(0.1)), "'Signs[]' is zero", "replace steps in it");
        MeasurementOperator squared = MeasurementOperator.of(ROW, Tensor::square);
        refuses(
                () -> squared.then(new Signs()).with(NoiseModel.gaussian(0.1)),
                "is zero at every one of 3 random points");
    }

    /** Tells the sign of each value: 2 for what is above zero, else 0; a step has no slope. */
    private record Signs() implements MeasurementOperator {

        @Override
        public Tensor apply(Tensor x) {
            return x.dividedBy(x.abs()).detach().plus(1).plus(x.times(0));
        }

        @Override
        public Shape inputShape() {
            return ROW;
        }

        @Override
        public Shape outputShape() {
            return ROW;
        }
    }

    @Test
    void mapsThatMixRowsAreRefused() {
        refuses(Tensor::sum, "made () of (3, 4)", "one row of each row");
        refuses(Tensor::sumPerRow, "made (3) of (3, 4)", "reshape(rows, 1)");
        refuses(x -> x.transpose(), "made (4, 3)");
    }

    @Test
    void linearMapsAreTried() {
        refuses(() -> LinearOperator.of(ROW, Tensor::square), "is not linear");
        refuses(() -> LinearOperator.of(ROW, x -> x.plus(1)), "is not linear");
        refuses(
                () -> LinearOperator.of(
                        ROW, Operators::differences, y -> Operators.sums(y).negate()),
                "not the transpose");
        refuses(() -> LinearOperator.of(ROW, Operators::differences, y -> y), "(3, 3)", "(3, 4)");
    }

    private static void refuses(UnaryOperator<Tensor> map, String... fragments) {
        refuses(() -> MeasurementOperator.of(ROW, map), fragments);
    }

    private static void refuses(ThrowingCallable call, String... fragments) {
        assertThatThrownBy(call).isInstanceOf(UsageException.class).hasMessageContainingAll(fragments);
    }
}
