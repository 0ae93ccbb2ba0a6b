package org.energymatching.nn.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InceptionV3Test {

    private static Map<String, float[]> weights = new LinkedHashMap<>();
    private static InceptionV3 network;

    @BeforeAll
    static void make() {
        weights = TrainedWeights.draw(InceptionV3.parameters(), new SplittableRandom(1));
        network = InceptionV3.of(weights);
    }

    @AfterAll
    static void close() {
        network.close();
    }

    /** torchvision's network without its auxiliary part has 23,834,568 parameters, and 8 classes fewer. */
    @Test
    void asLargeAsPublished() {
        long trained = InceptionV3.parameters().stream()
                .filter(spec -> !spec.name().contains("running"))
                .mapToLong(spec -> spec.shape().size())
                .sum();
        assertThat(trained).isEqualTo(23_834_568 + 8 * 2049);
        assertThat(InceptionV3.parameters()).hasSize(94 * 5 + 2);
    }

    @Test
    void everyBlockHasThePublishedShape() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("maxpool1", Shape.of(1, 64, 73, 73));
        shapes.put("maxpool2", Shape.of(1, 192, 35, 35));
        shapes.put("Mixed_5b", Shape.of(1, 256, 35, 35));
        shapes.put("Mixed_5c", Shape.of(1, 288, 35, 35));
        shapes.put("Mixed_5d", Shape.of(1, 288, 35, 35));
        shapes.put("Mixed_6a", Shape.of(1, 768, 17, 17));
        shapes.put("Mixed_6b", Shape.of(1, 768, 17, 17));
        shapes.put("Mixed_6c", Shape.of(1, 768, 17, 17));
        shapes.put("Mixed_6d", Shape.of(1, 768, 17, 17));
        shapes.put("Mixed_6e", Shape.of(1, 768, 17, 17));
        shapes.put("Mixed_7a", Shape.of(1, 1280, 8, 8));
        shapes.put("Mixed_7b", Shape.of(1, 2048, 8, 8));
        shapes.put("Mixed_7c", Shape.of(1, 2048, 8, 8));
        assertThat(InceptionBlocks.all().keySet()).containsExactlyElementsOf(shapes.keySet());
        try (Scope scope = Scope.open()) {
            Tensor[] x = {Tensor.zeros(Shape.of(1, 3, 299, 299))};
            shapes.forEach((block, shape) -> {
                x[0] = network.apply(block, x[0]);
                assertThat(x[0].shape()).as(block).isEqualTo(shape);
            });
        }
    }

    @Test
    void twoImagesHaveTheFeaturesOfEachAlone() {
        try (Scope scope = Scope.open()) {
            Tensor images = images(2, 3, 32, 40);
            Tensor features = network.features(images);
            assertThat(features.shape()).isEqualTo(Shape.of(2, 2048));
            float[] second = features.rows(1, 2).floats();
            for (float value : second) {
                assertThat(value).isFinite();
            }
            assertThat(second).isNotEqualTo(features.rows(0, 1).floats());
            assertThat(network.features(images.rows(1, 2)).floats()).containsExactly(second, within(1e-4f));
        }
    }

    /** The last 192 channels of these blocks are a convolution of the pooled input; the first of 1 by 1 is of itself. */
    @ParameterizedTest
    @CsvSource({
        "Mixed_5b, 192, 32, false",
        "Mixed_6c, 768, 192, false",
        "Mixed_7b, 1280, 192, false",
        "Mixed_7c, 2048, 192, true"
    })
    void thePoolingWithinBlocksIsTheFidsOwn(String block, int in, int pooled, boolean largest) {
        try (Scope scope = Scope.open()) {
            Tensor x = images(1, in, 4, 3).times(1 / 255.0).minus(0.5);
            Tensor y = network.apply(block, x);
            ConvolutionSpec spec = new ConvolutionSpec(
                    block + ".branch_pool.conv", block + ".branch_pool.bn", in, pooled, 1, 1, 1, true);
            NaiveImage expected = NaiveImage.of(x, 0)
                    .pooled(largest)
                    .convolve(spec, weights, 0.001)
                    .relu();
            long channels = y.shape().at(1);
            float[] computed = y.slice(1, channels - pooled, channels).floats();
            for (int at = 0; at < computed.length; at++) {
                assertThat((double) computed[at]).isCloseTo(expected.values()[at], within(1e-4));
            }
        }
    }

    /** The kernels of one row and of one column, in a chain and in a fork. */
    @Test
    void theLongKernelsLieAsPublished() {
        try (Scope scope = Scope.open()) {
            Tensor x = images(1, 768, 3, 4).times(1 / 255.0).minus(0.5);
            NaiveImage expected = naive(NaiveImage.of(x, 0), "Mixed_6b.branch7x7_1", 768, 128, 1, 1);
            expected = naive(expected, "Mixed_6b.branch7x7_2", 128, 128, 1, 7);
            expected = naive(expected, "Mixed_6b.branch7x7_3", 128, 192, 7, 1);
            requireChannels(network.apply("Mixed_6b", x), 192, expected);

            Tensor z = images(1, 1280, 3, 4).times(1 / 255.0).minus(0.5);
            NaiveImage stem = naive(NaiveImage.of(z, 0), "Mixed_7b.branch3x3_1", 1280, 384, 1, 1);
            Tensor forked = network.apply("Mixed_7b", z);
            requireChannels(forked, 320, naive(stem, "Mixed_7b.branch3x3_2a", 384, 384, 1, 3));
            requireChannels(forked, 320 + 384, naive(stem, "Mixed_7b.branch3x3_2b", 384, 384, 3, 1));
        }
    }

    /** Between the centres of pixels, as far as there are pixels: position (i + ½) n / 299 − ½. */
    @Test
    void imagesAreResizedLinearly() {
        try (Scope scope = Scope.open()) {
            Tensor small = images(1, 1, 5, 7);
            NaiveImage from = NaiveImage.of(small, 0);
            float[] resized = InceptionV3.resized(small).floats();
            for (int i = 0; i < 299; i += 13) {
                for (int j = 0; j < 299; j += 17) {
                    double y = Math.max(0, (i + 0.5) * 5 / 299 - 0.5);
                    double x = Math.max(0, (j + 0.5) * 7 / 299 - 0.5);
                    int top = (int) y;
                    int left = (int) x;
                    int bottom = Math.min(4, top + 1);
                    int right = Math.min(6, left + 1);
                    double expected = (1 - y + top) * (1 - x + left) * from.at(0, top, left)
                            + (1 - y + top) * (x - left) * from.at(0, top, right)
                            + (y - top) * (1 - x + left) * from.at(0, bottom, left)
                            + (y - top) * (x - left) * from.at(0, bottom, right);
                    assertThat((double) resized[i * 299 + j]).isCloseTo(expected, within(1e-3));
                }
            }
        }
    }

    @Test
    void weightsThatDoNotFitAreCountedAndNamed() {
        Map<String, float[]> other = new LinkedHashMap<>(weights);
        for (int layer = 1; layer <= 5; layer++) {
            other.remove("Mixed_6b.branch7x7dbl_" + layer + ".conv.weight");
        }
        other.remove("Mixed_6b.branch_pool.conv.weight");
        assertThatThrownBy(() -> InceptionV3.of(other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("6 are missing")
                .hasMessageContaining("Mixed_6b.branch7x7dbl_5.conv.weight is missing")
                .hasMessageContaining("472 tensors")
                .hasMessageContaining("cut off");
        other.putAll(weights);
        other.put("AuxLogits.fc.bias", new float[1000]);
        other.put("fc.bias", new float[1000]);
        assertThatThrownBy(() -> InceptionV3.of(other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("fc.bias is (1000) in place of (1008)")
                .hasMessageContaining("AuxLogits.fc.bias is not wanted")
                .hasMessageContaining("the network for ImageNet")
                .hasMessageContaining("pt_inception-2015-12-05-6726825d.pth");
    }

    @Test
    void nothingIsLeftBehind() {
        try (Scope scope = Scope.open()) {
            network.apply("Mixed_5b", images(1, 192, 3, 3));
        }
        long before = Engine.liveObjects();
        for (int i = 0; i < 20; i++) {
            try (Scope scope = Scope.open()) {
                network.apply("Mixed_5b", images(1, 192, 3, 3));
            }
        }
        assertThat(Engine.liveObjects()).isLessThanOrEqualTo(before);
    }

    private static NaiveImage naive(NaiveImage x, String name, int in, int out, int height, int width) {
        return x.convolve(
                        new ConvolutionSpec(name + ".conv", name + ".bn", in, out, height, width, 1, true),
                        weights,
                        0.001)
                .relu();
    }

    private static void requireChannels(Tensor y, int from, NaiveImage expected) {
        float[] computed = y.slice(1, from, from + expected.channels()).floats();
        for (int at = 0; at < computed.length; at++) {
            assertThat((double) computed[at]).isCloseTo(expected.values()[at], within(1e-4));
        }
    }

    private static Tensor images(int rows, int channels, int height, int width) {
        SplittableRandom random = new SplittableRandom(channels);
        float[] values = new float[rows * channels * height * width];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextInt(256);
        }
        return Tensor.of(values, Shape.of(rows, channels, height, width));
    }
}
