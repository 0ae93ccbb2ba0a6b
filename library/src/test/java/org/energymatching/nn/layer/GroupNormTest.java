package org.energymatching.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.SmallImages;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupNormTest {

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 96})
    void isWhatALoopInDoublePrecisionSays(int channels) {
        Seeds.check(5, random -> {
            Rng rng = Rng.of(random.nextLong());
            int height = 3 + random.nextInt(5);
            int width = 3 + random.nextInt(5);
            double shift = random.nextInt(3);
            GroupNorm norm = new GroupNorm("n", channels);
            try (Parameters parameters = SmallImages.random(norm.parameters().toList(), rng);
                    Scope scope = Scope.open()) {
                Tensor x = SmallImages.normal(rng.stream("x"), 3, channels, height, width)
                        .plus(shift);
                double[] expected = loop(x.floats(), channels, height * width, parameters);
                for (Execution execution : List.of(Execution.defaults(), Execution.eager())) {
                    for (Tensor picture : List.of(x, SmallImages.channelsLast(x))) {
                        Pass pass = new Pass(parameters, Dropout.none(), execution, true);
                        float[] actual = norm.trace(picture, pass).value().floats();
                        assertThat(actual).hasSameSizeAs(expected);
                        for (int i = 0; i < actual.length; i++) {
                            assertThat((double) actual[i])
                                    .as("%s, number %d", execution, i)
                                    .isCloseTo(expected[i], within(1e-4));
                        }
                    }
                }
            }
        });
    }

    /** Numbers around 1000 with a deviation of 1: the mean of their squares, as a float, knows nothing of the deviation. */
    @Test
    void aLargeMeanCostsNoDigits() {
        GroupNorm norm = new GroupNorm("n", 32);
        Rng rng = Rng.of(3);
        try (Parameters parameters = SmallImages.random(norm.parameters().toList(), rng);
                Scope scope = Scope.open()) {
            Tensor x = SmallImages.normal(rng.stream("x"), 2, 32, 5, 5).plus(1000);
            double[] expected = loop(x.floats(), 32, 25, parameters);
            Pass pass = new Pass(parameters, Dropout.none(), Execution.defaults(), true);
            float[] actual =
                    norm.trace(SmallImages.channelsLast(x), pass).value().floats();
            for (int i = 0; i < actual.length; i++) {
                assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-3));
            }
        }
    }

    /** The mean of squares less the square of the mean: of numbers that are all alike, rounding must not make it negative. */
    @Test
    void equalNumbersComeToTheBias() {
        GroupNorm norm = new GroupNorm("n", 32);
        Seeds.check(20, random -> {
            try (Parameters parameters = SmallImages.random(norm.parameters().toList(), Rng.of(1));
                    Scope scope = Scope.open()) {
                Tensor x = Tensor.zeros(Shape.of(1, 32, 3, 3)).plus(100 * random.nextDouble());
                Pass pass = new Pass(parameters, Dropout.none(), Execution.defaults(), true);
                ValueAndPullback traced = norm.trace(SmallImages.channelsLast(x), pass);
                float[] bias = parameters
                        .get("n.bias")
                        .reshape(1, 32, 1, 1)
                        .expand(1, 32, 3, 3)
                        .floats();
                assertThat(traced.value().floats()).containsExactly(bias, within(0.01f));
                assertThat(SmallImages.largest(traced.pullback().apply(x))).isFinite();
            }
        });
    }

    private static double[] loop(float[] x, int channels, int pixels, Parameters parameters) {
        float[] weight = parameters.get("n.weight").floats();
        float[] bias = parameters.get("n.bias").floats();
        int size = channels / 32 * pixels;
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += size) {
            double mean = 0;
            for (int i = from; i < from + size; i++) {
                mean += x[i] / (double) size;
            }
            double variance = 0;
            for (int i = from; i < from + size; i++) {
                variance += (x[i] - mean) * (x[i] - mean) / size;
            }
            for (int i = from; i < from + size; i++) {
                int channel = i / pixels % channels;
                y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * weight[channel] + bias[channel];
            }
        }
        return y;
    }
}
