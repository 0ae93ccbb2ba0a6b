package org.energymatching.tensor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions and their derivatives are what loops in double precision come to, whoever computes them. */
class ConvolutionTest {

    private static final int ROWS = 5;
    private static final int HEIGHT = 9;
    private static final int WIDTH = 8;

    /** In, out, window, stride, padding: channels that leave tails in a block of 8 or of 16, and one that do not. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 3, 1, 1",
        "1, 32, 3, 1, 1",
        "3, 32, 3, 1, 1",
        "32, 1, 3, 1, 1",
        "32, 3, 3, 1, 1",
        "8, 12, 3, 1, 1",
        "12, 8, 3, 2, 1",
        "24, 40, 3, 1, 1",
        "40, 24, 4, 2, 1",
        "16, 32, 3, 1, 1",
        "3, 8, 4, 4, 0",
        "5, 7, 1, 1, 0",
        "3, 16, 1, 2, 0",
        "8, 8, 1, 4, 0"
    })
    void isALoopInDoublePrecision(int in, int out, int window, int stride, int padding) {
        float[] x = noise(ROWS * in * HEIGHT * WIDTH, 1);
        float[] w = noise(out * in * window * window, 2);
        int height = (HEIGHT + 2 * padding - window) / stride + 1;
        int width = (WIDTH + 2 * padding - window) / stride + 1;
        float[] g = noise(ROWS * out * height * width, 3);
        float[] v = noise(x.length, 4);
        double[] y = new double[g.length];
        double[] ofX = new double[x.length];
        double[] ofW = new double[w.length];
        double[] ofWAlong = new double[w.length];
        double[] ofG = new double[g.length];
        for (int row = 0; row < ROWS; row++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < height * width; i++) {
                    int behind = (row * out + o) * height * width + i;
                    for (int c = 0; c < in; c++) {
                        for (int k = 0; k < window * window; k++) {
                            int down = i / width * stride + k / window - padding;
                            int across = i % width * stride + k % window - padding;
                            if (down >= 0 && down < HEIGHT && across >= 0 && across < WIDTH) {
                                int before = ((row * in + c) * HEIGHT + down) * WIDTH + across;
                                int tap = (o * in + c) * window * window + k;
                                y[behind] += (double) w[tap] * x[before];
                                ofX[before] += (double) w[tap] * g[behind];
                                ofW[tap] += (double) x[before] * g[behind];
                                ofWAlong[tap] += (double) v[before] * g[behind];
                                ofG[behind] += (double) w[tap] * v[before];
                            }
                        }
                    }
                }
            }
        }
        try (Scope scope = Scope.open()) {
            Shape picture = Shape.of(ROWS, in, HEIGHT, WIDTH);
            Tensor input = Autodiff.leaf(Tensor.of(x, picture));
            Tensor weight = Autodiff.leaf(Tensor.of(w, Shape.of(out, in, window, window)));
            Tensor gradient = Autodiff.leaf(Tensor.of(g, Shape.of(ROWS, out, height, width)));
            Tensor along = Tensor.of(v, picture);
            for (int order = 0; order <= 2; order++) {
                Convolution convolution = Convolution.square(stride, padding, order);
                Tensor value = convolution.apply(input, weight, null);
                near(value, y);
                Tensor back = convolution.transposed(gradient, weight, HEIGHT, WIDTH);
                near(back, ofX);
                if (order > 0) {
                    List<Tensor> first =
                            Autodiff.gradients(value.times(gradient).sum(), List.of(input, weight), order > 1);
                    near(first.get(0), ofX);
                    near(first.get(1), ofW);
                    both(back.times(along).sum(), weight, gradient, ofWAlong, ofG);
                    if (order > 1) {
                        both(first.get(0).times(along).sum(), weight, gradient, ofWAlong, ofG);
                    }
                }
            }
            Convolution narrow = Convolution.square(stride, padding, 0);
            Tensor rounded = result(
                    () -> unwrap(narrow.apply(half(input), half(weight), null)).to(ScalarType.Float));
            assertThat(apart(rounded, y)).isLessThan(2e-2);
            Tensor roundedBack = result(() -> unwrap(narrow.transposed(half(gradient), half(weight), HEIGHT, WIDTH))
                    .to(ScalarType.Float));
            assertThat(apart(roundedBack, ofX)).isLessThan(2e-2);
        }
    }

    private static void both(Tensor loss, Tensor weight, Tensor gradient, double[] ofWeight, double[] ofGradient) {
        List<Tensor> found = Autodiff.gradients(loss, List.of(weight, gradient), true);
        near(found.get(0), ofWeight);
        near(found.get(1), ofGradient);
    }

    private static Tensor half(Tensor x) {
        return result(() -> unwrap(x).detach().to(ScalarType.BFloat16));
    }

    private static void near(Tensor actual, double[] expected) {
        assertThat(apart(actual, expected)).isLessThan(1e-4);
    }

    private static double apart(Tensor actual, double[] expected) {
        float[] values = actual.floats();
        assertThat(values).hasSameSizeAs(expected);
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(values[i] - expected[i]);
            worst = difference <= worst ? worst : difference; // NaN is the worst
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return worst / largest;
    }

    @Test
    void theBiasIsAddedToEveryPixel() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.zeros(Shape.of(2, 3, 4, 4));
            Tensor w = Tensor.ones(Shape.of(2, 3, 3, 3));
            Tensor y = Convolution.square(1, 1, 2).apply(x, w, Tensor.of(1, -2));
            assertThat(y.rows(0, 1).slice(1, 0, 1).floats()).hasSize(16).containsOnly(1);
            assertThat(y.rows(1, 2).slice(1, 1, 2).floats()).hasSize(16).containsOnly(-2);
        }
    }

    /** Shapes with which oneDNN 3.7.1 writes past its memory: fewer channels than a block, every second pixel, channels last. */
    static void strided() {
        for (int in : new int[] {1, 3, 5, 8, 12}) {
            for (int out : new int[] {16, 32, 64}) {
                try (Scope scope = Scope.open()) {
                    Tensor x = Autodiff.leaf(Tensor.of(noise(8 * in * 32 * 32, 1), Shape.of(8, in, 32, 32)));
                    Tensor w = Autodiff.leaf(Tensor.of(noise(out * in, 2), Shape.of(out, in, 1, 1)));
                    for (int order = 1; order <= 2; order++) {
                        Tensor y = Convolution.square(2, 0, order).apply(x, w, null);
                        Autodiff.gradients(y.square().sum(), List.of(x, w), false);
                        Convolution.square(2, 0, order).transposed(y, w, 32, 32).floats();
                    }
                }
            }
        }
    }

    /** Shapes of a small network on images, each new to oneDNN, in two threads at the same time. */
    static void inTwoThreads() {
        int[] channels = {32, 64, 96, 128};
        for (int k = 0; k < 96; k++) {
            int in = channels[k % 4];
            int out = channels[k / 4 % 4];
            int side = 7 << k / 16 % 3;
            int rows = 4 + k / 48;
            Workers.common().map(2, thread -> {
                try (Scope scope = Scope.open()) {
                    Tensor x = Autodiff.leaf(Tensor.zeros(Shape.of(rows, in, side, side)));
                    Tensor w = Autodiff.leaf(Tensor.ones(Shape.of(out, in, 3, 3)));
                    Tensor y = Convolution.square(1, 1, 1).apply(x, w, null);
                    return Autodiff.gradients(y.square().sum(), List.of(x, w), false)
                            .get(0)
                            .floats();
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void nothingIsLeftBehind(int order) {
        Leaks.assertNone(2, 4, () -> {
            try (Scope scope = Scope.open()) {
                Tensor x = Tensor.ones(Shape.of(2, 8, 6, 6));
                Tensor w = Tensor.ones(Shape.of(12, 8, 3, 3));
                Convolution convolution = Convolution.square(2, 1, order);
                convolution.transposed(convolution.apply(x, w, null), w, 6, 6);
            }
        });
    }

    private static float[] noise(int length, int stream) {
        Rng rng = Rng.of(stream);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 2 * rng.nextFloat() - 1;
        }
        return values;
    }
}
