package org.energymatching.nn.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.energymatching.nn.image.SmallImages;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products within the bounds of tensors are right, and beyond them an exception, never a crash. */
class MatrixViewTest {

    @ParameterizedTest
    @CsvSource({"0, 3, 4, 4", "0, 2, 5, 5", "9, 1, 3, 3", "12, 0, 4, 4", "2, 3, 2, 4"})
    void viewsWithinTheMemoryAreAllowed(long offset, int rows, int columns, int stride) {
        try (Scope scope = Scope.open()) {
            FloatPointer memory = MatrixView.memory(Tensor.zeros(Shape.of(3, 4)));
            assertThat(new MatrixView(memory, offset, rows, columns, stride, false).rows())
                    .isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 4, 4",
        "-1, 1, 1, 1",
        "12, 1, 1, 1",
        "13, 0, 1, 1",
        "0, 4, 4, 4",
        "0, 3, 4, 5",
        "0, 3, 4, 3",
        "0, -1, 4, 4",
        "0, 1, -1, 4",
        "9223372036854775807, 2, 2, 2",
        "0, 2147483647, 2147483647, 2147483647"
    })
    void viewsBeyondTheMemoryAreRefused(long offset, int rows, int columns, int stride) {
        try (Scope scope = Scope.open()) {
            FloatPointer memory = MatrixView.memory(Tensor.zeros(Shape.of(3, 4)));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> new MatrixView(memory, offset, rows, columns, stride, false));
        }
    }

    @Test
    void onlyContiguousFloatsOnTheCpuHaveAnAddress() {
        List<Function<org.bytedeco.pytorch.Tensor, org.bytedeco.pytorch.Tensor>> unfit = List.of(
                org.bytedeco.pytorch.Tensor::t,
                x -> x.to(ScalarType.Double),
                x -> x.to(ScalarType.BFloat16),
                x -> x.to(new Device("meta"), ScalarType.Float));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.zeros(Shape.of(3, 4));
            assertThat(MatrixView.memory(x).capacity()).isEqualTo(12);
            assertThat(unfit).allSatisfy(change -> {
                Tensor changed = result(() -> change.apply(unwrap(x)));
                assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> MatrixView.memory(changed));
                assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> MatrixProducts.put(changed, 0, x, 0, x, 0, 1, 0));
            });
        }
    }

    @Test
    void extentsThatDoNotFitEachOtherAreRefused() {
        try (Scope scope = Scope.open()) {
            MatrixView a = view(2, 3);
            MatrixView b = view(3, 4);
            MatrixView c = view(2, 4);
            c.product(a, b, 1, 0);
            List<Runnable> unfit = List.of(
                    () -> c.product(b, a, 1, 0),
                    () -> c.product(a, b.transpose(), 1, 0),
                    () -> c.product(a.transpose(), b, 1, 0),
                    () -> view(4, 2).transpose().product(a, b, 1, 0),
                    () -> view(4, 4).product(a, b, 1, 0));
            assertThat(unfit)
                    .allSatisfy(product -> assertThatExceptionOfType(IllegalArgumentException.class)
                            .isThrownBy(product::run));
        }
    }

    @Test
    void rowsAndTapsBeyondATensorAreRefused() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.zeros(Shape.of(5, 3));
            Tensor taps = Tensor.zeros(Shape.of(2, 3, 4));
            Tensor y = Tensor.zeros(Shape.of(5, 4));
            MatrixProducts.put(x, 1, taps, 1, y, 1, 4, 0);
            MatrixProducts.addOuter(x, 1, y, 1, 4, taps, 1);
            List<Runnable> beyond = List.of(
                    () -> MatrixProducts.put(x, 2, taps, 1, y, 0, 4, 0),
                    () -> MatrixProducts.put(x, 0, taps, 1, y, 2, 4, 0),
                    () -> MatrixProducts.put(x, 0, taps, 2, y, 0, 4, 0),
                    () -> MatrixProducts.put(x, -1, taps, 0, y, 0, 4, 0),
                    () -> MatrixProducts.addOuter(x, 0, y, 0, 6, taps, 0),
                    () -> MatrixProducts.addOuter(x, 0, y, 0, 5, taps, 2),
                    () -> new HeadProducts(2, 2, 2, 3).scores(x, x, 1, y, 0));
            assertThat(beyond)
                    .allSatisfy(product -> assertThatExceptionOfType(IndexOutOfBoundsException.class)
                            .isThrownBy(product::run));
        }
    }

    /** Against sums in double precision, with offsets, strides, transposes and what was there before. */
    @Test
    void productsAreSums() {
        try (Scope scope = Scope.open()) {
            float[] a = SmallImages.normal(Rng.of(1), 40).floats();
            float[] b = SmallImages.normal(Rng.of(2), 40).floats();
            float[] c = SmallImages.normal(Rng.of(3), 40).floats();
            Tensor result = Tensor.of(c, Shape.of(c.length));
            MatrixView left = new MatrixView(MatrixView.memory(Tensor.of(a, Shape.of(a.length))), 3, 4, 2, 5, false);
            MatrixView right = new MatrixView(MatrixView.memory(Tensor.of(b, Shape.of(b.length))), 1, 3, 4, 7, false);
            new MatrixView(MatrixView.memory(result), 2, 2, 3, 6, false)
                    .product(left.transpose(), right.transpose(), 0.5, 1);
            float[] actual = result.floats();
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 3; j++) {
                    double sum = 0;
                    for (int k = 0; k < 4; k++) {
                        sum += (double) a[3 + 5 * k + i] * b[1 + 7 * j + k];
                    }
                    int at = 2 + 6 * i + j;
                    assertThat(actual[at]).isCloseTo((float) (c[at] + 0.5 * sum), within(1e-5f));
                    actual[at] = c[at];
                }
            }
            assertThat(actual).isEqualTo(c);
        }
    }

    private static MatrixView view(int rows, int columns) {
        return new MatrixView(MatrixView.memory(Tensor.zeros(Shape.of(rows, columns))), 0, rows, columns);
    }
}
