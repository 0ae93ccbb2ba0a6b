package org.energymatching.nn.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CifarResNetTest {

    /** The numbers of parameters in the table of the implementation that the arrays are named after. */
    @ParameterizedTest
    @CsvSource({"3, 0.27", "5, 0.46", "7, 0.66", "9, 0.85"})
    void asLargeAsPublished(int n, double millions) {
        long trained = CifarResNet.parameters(n, 10).stream()
                .filter(spec -> !spec.name().contains("running"))
                .mapToLong(spec -> spec.shape().size())
                .sum();
        assertThat(trained / 1e6).isCloseTo(millions, within(0.005));
    }

    @Test
    void theNamesTellDepthAndClasses() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, float[]> weights = TrainedWeights.draw(CifarResNet.parameters(5, 7), random);
        weights.put("bn1.num_batches_tracked", new float[1]);
        try (CifarResNet network = CifarResNet.of(weights);
                Scope scope = Scope.open()) {
            assertThat(network.depth()).isEqualTo(32);
            Tensor features = network.features(images(2, 32));
            assertThat(features.shape()).isEqualTo(Shape.of(2, 64));
            assertThat(network.logits(features).shape()).isEqualTo(Shape.of(2, 7));
        }
    }

    @Test
    void agreesWithLoopsOverPixels() {
        Map<String, float[]> weights = TrainedWeights.draw(CifarResNet.parameters(2, 10), new SplittableRandom(2));
        try (CifarResNet network = CifarResNet.of(weights);
                Scope scope = Scope.open()) {
            Tensor images = images(2, 9);
            Tensor features = network.features(images);
            float[] logits = network.logits(features).floats();
            for (int i = 0; i < 2; i++) {
                double[] expected = naiveFeatures(NaiveImage.of(images, i), 2, weights);
                float[] computed = features.rows(i, i + 1).floats();
                for (int k = 0; k < 64; k++) {
                    assertThat((double) computed[k]).isCloseTo(expected[k], within(1e-5 + 1e-5 * expected[k]));
                }
                double logit = NaiveImage.get(weights, "linear.bias")[3];
                for (int k = 0; k < 64; k++) {
                    logit += NaiveImage.get(weights, "linear.weight")[3 * 64 + k] * expected[k];
                }
                assertThat((double) logits[i * 10 + 3]).isCloseTo(logit, within(1e-4));
            }
        }
    }

    @Test
    void weightsThatDoNotFitAreCountedAndNamed() {
        Map<String, float[]> weights = TrainedWeights.draw(CifarResNet.parameters(3, 10), new SplittableRandom(3));
        weights.remove("layer2.0.conv2.weight");
        weights.put("bn1.bias", new float[17]);
        assertThatThrownBy(() -> CifarResNet.of(weights))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("The state dict for ResNet-20 for CIFAR does not fit")
                .hasMessageContaining("layer2.0.conv2.weight is missing")
                .hasMessageContaining("bn1.bias is (17) in place of (16)")
                .hasMessageContaining("cut off");
        weights.put("layer2.0.downsample.0.weight", new float[1]);
        assertThatThrownBy(() -> CifarResNet.of(weights))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 are not wanted")
                .hasMessageContaining("option A");
        assertThatThrownBy(() -> CifarResNet.of(Map.of("layers.0.weight", new float[1])))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("conv1.weight is missing; bn1.weight is missing; bn1.bias is missing")
                .hasMessageContaining("another network");
    }

    @Test
    void greyImagesAreRefused() {
        Map<String, float[]> weights = TrainedWeights.draw(CifarResNet.parameters(1, 10), new SplittableRandom(4));
        try (CifarResNet network = CifarResNet.of(weights)) {
            assertThatThrownBy(() -> network.features(Tensor.zeros(Shape.of(2, 1, 32, 32))))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("(2, 1, 32, 32)");
        }
    }

    @Test
    void nothingIsLeftBehind() {
        Map<String, float[]> weights = TrainedWeights.draw(CifarResNet.parameters(1, 10), new SplittableRandom(5));
        Leaks.assertNone(10, 40, () -> {
            try (CifarResNet network = CifarResNet.of(weights);
                    Scope scope = Scope.open()) {
                network.logits(network.features(images(1, 8)));
            }
        });
    }

    private static Tensor images(int rows, int size) {
        SplittableRandom random = new SplittableRandom(size);
        float[] values = new float[rows * 3 * size * size];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextInt(256);
        }
        return Tensor.of(values, Shape.of(rows, 3, size, size));
    }

    private static double[] naiveFeatures(NaiveImage image, int n, Map<String, float[]> weights) {
        double[] mean = {0.485, 0.456, 0.406};
        double[] deviation = {0.229, 0.224, 0.225};
        double[] scaled = new double[image.values().length];
        for (int at = 0; at < scaled.length; at++) {
            int channel = at / (image.height() * image.width());
            scaled[at] = (image.values()[at] / 255 - mean[channel]) / deviation[channel];
        }
        NaiveImage y = new NaiveImage(3, image.height(), image.width(), scaled)
                .convolve(new ConvolutionSpec("conv1", "bn1", 3, 16, 3, 3, 1, true), weights, 1e-5)
                .relu();
        for (int layer = 1; layer <= 3; layer++) {
            for (int block = 0; block < n; block++) {
                boolean halves = layer > 1 && block == 0;
                int channels = 8 << layer;
                String name = "layer" + layer + "." + block;
                ConvolutionSpec first = new ConvolutionSpec(
                        name + ".conv1", name + ".bn1", y.channels(), channels, 3, 3, halves ? 2 : 1, true);
                ConvolutionSpec second =
                        new ConvolutionSpec(name + ".conv2", name + ".bn2", channels, channels, 3, 3, 1, true);
                NaiveImage residual = y.convolve(first, weights, 1e-5).relu().convolve(second, weights, 1e-5);
                y = residual.plus(halves ? halved(y) : y).relu();
            }
        }
        return y.means();
    }

    private static NaiveImage halved(NaiveImage y) {
        int h = (y.height() + 1) / 2;
        int w = (y.width() + 1) / 2;
        double[] values = new double[2 * y.channels() * h * w];
        for (int at = 0; at < y.channels() * h * w; at++) {
            values[y.channels() / 2 * h * w + at] = y.at(at / (h * w), 2 * (at / w % h), 2 * (at % w));
        }
        return new NaiveImage(2 * y.channels(), h, w, values);
    }
}
