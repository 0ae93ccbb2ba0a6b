package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.energymatching.Samples;
import org.energymatching.checkpoint.file.TorchArchive;
import org.energymatching.nn.feature.CifarResNet;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;

/** A network that was trained elsewhere on pictures that it has seen. */
final class CifarFeaturesTest {

    private static final int PIXELS = 3 * 32 * 32;

    /** Its authors' implementation tells 99.9 % of these images; a wrong shortcut or scale would tell far fewer. */
    @Test
    void aTrainedNetworkKnowsItsTrainingImages() throws IOException {
        byte[] records = Files.readAllBytes(Shared.file("data/cifar10/data_batch_first4000.bin"));
        try (CifarResNet network = network()) {
            assertThat(network.depth()).isEqualTo(20);
            Samples features = Features.by(network).of(images(records, 0, 1000));
            int known = 0;
            try (Scope scope = Scope.open()) {
                float[] logits = network.logits(Tensor.of(features.values(), features.shape()))
                        .floats();
                for (int i = 0; i < 1000; i++) {
                    known += largest(logits, i * 10) == records[i * (PIXELS + 1)] ? 1 : 0;
                }
            }
            assertThat(known).isBetween(995, 1000);
        }
    }

    /** Two halves of the data are close; noise drives the images away from them, the more the further. */
    @Test
    void noiseShowsInEveryMeasure() throws IOException {
        byte[] records = Files.readAllBytes(Shared.file("data/cifar10/data_batch_first4000.bin"));
        try (CifarResNet network = network()) {
            Features features = Features.by(network);
            Samples data = features.of(images(records, 0, 500));
            Samples others = images(records, 500, 1000);
            double[] frechet = new double[3];
            double[] kernel = new double[3];
            double[] precision = new double[3];
            for (int level = 0; level < 3; level++) {
                Samples noisy = features.of(noisy(others, 20 * level));
                frechet[level] = FrechetDistance.between(data, noisy);
                kernel[level] =
                        KernelDistance.between(data, noisy, 10, 300, Rng.of(1)).mean();
                precision[level] = PrecisionRecall.of(data, noisy).precision();
            }
            assertThat(frechet[0]).isPositive();
            assertThat(frechet[1]).isGreaterThan(3 * frechet[0]);
            assertThat(frechet[2]).isGreaterThan(frechet[1]);
            assertThat(kernel[1]).isGreaterThan(Math.abs(kernel[0]));
            assertThat(kernel[2]).isGreaterThan(kernel[1]);
            assertThat(precision[0]).isGreaterThan(precision[1]).isGreaterThan(0.5);
        }
    }

    private static CifarResNet network() {
        Path file = Shared.file("data/cifar10-resnet/resnet20-12fca82f.th");
        Map<String, float[]> weights = new LinkedHashMap<>();
        TorchArchive.read(file)
                .withoutPrefix("module.")
                .stateDict("state_dict")
                .forEach((name, entry) -> weights.put(name, entry.values()));
        return CifarResNet.of(weights);
    }

    /** Records of a label and 32 by 32 pixels in red, green and blue. */
    private static Samples images(byte[] records, int from, int to) {
        float[] values = new float[(to - from) * PIXELS];
        for (int at = 0; at < values.length; at++) {
            int image = from + at / PIXELS;
            values[at] = Byte.toUnsignedInt(records[image * (PIXELS + 1) + 1 + at % PIXELS]);
        }
        return new Samples(values, Shape.of(to - from, 3, 32, 32));
    }

    private static Samples noisy(Samples images, double deviation) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = images.values().clone();
        for (int at = 0; at < values.length; at++) {
            long value = Math.round(values[at] + deviation * random.nextGaussian());
            values[at] = Math.max(0, Math.min(255, value));
        }
        return new Samples(values, images.shape());
    }

    private static int largest(float[] values, int from) {
        int largest = 0;
        for (int k = 1; k < 10; k++) {
            largest = values[from + k] > values[from + largest] ? k : largest;
        }
        return largest;
    }
}
