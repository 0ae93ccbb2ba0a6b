package org.energymatching.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.energymatching.Samples;
import org.energymatching.cli.testing.Shared;
import org.energymatching.cli.testing.TinyPictures;
import org.energymatching.cli.testing.TorchFiles;
import org.energymatching.data.image.ImageSet;
import org.energymatching.error.DataException;
import org.energymatching.nn.feature.CifarResNet;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureChoiceTest {

    @TempDir
    Path folder;

    @Test
    void pixelsAreAveragedToFourteenOnASide() {
        ImageSet set = TinyPictures.blots(5, 1, 28, 1);
        try (FeatureChoice choice = FeatureChoice.of(null, set.shape())) {
            assertThat(choice.description()).isEqualTo("pixels averaged to 14x14, 196 numbers from 0 to 1");
            Samples rows = choice.of(set.samples());
            assertThat(rows.shape()).isEqualTo(Shape.of(5, 196));
            for (int i = 0; i < 5 * 196; i++) {
                byte[] picture = set.image(i / 196);
                int corner = i % 196 / 14 * 56 + i % 14 * 2;
                double mean = (unsigned(picture, corner)
                                + unsigned(picture, corner + 1)
                                + unsigned(picture, corner + 28)
                                + unsigned(picture, corner + 29))
                        / 4.0;
                assertThat(rows.values()[i]).isEqualTo((float) Math.round(mean) / 255);
            }
        }
    }

    @Test
    void smallPicturesKeepTheirPixels() {
        ImageSet set = TinyPictures.blots(3, 3, 8, 2);
        try (FeatureChoice choice = FeatureChoice.of(null, set.shape())) {
            assertThat(choice.description()).isEqualTo("pixels, 192 numbers from 0 to 1");
            assertThat(choice.of(set.samples()).values()[200]).isEqualTo(unsigned(set.image(1), 8) / 255f);
        }
    }

    @Test
    void aResNetTakesGreyPicturesAsFramedColour() {
        Map<String, float[]> weights = TorchFiles.resNet8(3);
        Map<String, float[]> parallel = new LinkedHashMap<>();
        weights.forEach((name, values) -> parallel.put("module." + name, values));
        Path file = TorchFiles.write(folder.resolve("net.th"), "state_dict", parallel);
        ImageSet set = TinyPictures.blots(20, 1, 28, 4);
        try (FeatureChoice choice = FeatureChoice.of(file, set.shape());
                CifarResNet network = CifarResNet.of(weights);
                Scope scope = Scope.open()) {
            assertThat(choice.description())
                    .isEqualTo("ResNet-8 of " + file + ", grey repeated to colour, padded with black to 32x32");
            float[] framed = new float[20 * 3 * 1024];
            for (int i = 0; i < framed.length; i++) {
                int row = i / 32 % 32 - 2;
                int column = i % 32 - 2;
                boolean inside = row >= 0 && row < 28 && column >= 0 && column < 28;
                framed[i] = inside ? unsigned(set.image(i / 3072), row * 28 + column) : 0;
            }
            Samples rows = choice.of(set.samples());
            assertThat(rows.shape()).isEqualTo(Shape.of(20, 64));
            Tensor last = network.features(Tensor.of(framed, Shape.of(20, 3, 32, 32)));
            float[] expected = last.floats();
            for (int i = 0; i < expected.length; i++) {
                assertThat(rows.values()[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-4f));
            }
        }
    }

    @Test
    void largerPicturesAreResizedAndRightOnesLeftAlone() {
        Path file = TorchFiles.write(folder.resolve("net.pt"), "", TorchFiles.resNet8(3));
        try (FeatureChoice large = FeatureChoice.of(file, Shape.of(3, 64, 48));
                FeatureChoice right = FeatureChoice.of(file, Shape.of(3, 32, 32))) {
            assertThat(large.description()).endsWith("net.pt, resized to 32x32");
            ImageSet set = TinyPictures.blots(1, 3, 64, 1);
            ImageSet resized = set.resize(32, 32);
            assertThat(large.fitting().apply(set).image(0)).isEqualTo(resized.image(0));
            assertThat(right.description()).isEqualTo("ResNet-8 of " + file);
            assertThat(right.fitting().apply(resized).image(0)).isEqualTo(resized.image(0));
        }
    }

    @Test
    void thePublishedResNetIsKnownByItsNames() {
        Path file = Shared.file("data/cifar10-resnet/resnet20-12fca82f.th");
        try (FeatureChoice choice = FeatureChoice.of(file, Shape.of(1, 28, 28))) {
            assertThat(choice.description()).startsWith("ResNet-20 of ");
            assertThat(choice.of(TinyPictures.blots(2, 1, 28, 1).samples()).shape())
                    .isEqualTo(Shape.of(2, 64));
        }
    }

    @Test
    void aTorchScriptProgramIsRunOnColour() {
        Path file = folder.resolve("program.pt");
        try (Scope scope = Scope.open()) {
            JitModule module = new JitModule(new QualifiedName("__torch__.Program"));
            module.define("""
                    def forward(self, img):
                        return img.float().mean([2, 3])
                    """);
            module.save(file.toString());
        }
        ImageSet set = new ImageSet(new byte[][] {{1, 2, 3, 6}, {0, 0, 0, (byte) 200}}, Shape.of(1, 2, 2));
        try (FeatureChoice choice = FeatureChoice.of(file, set.shape())) {
            assertThat(choice.description()).isEqualTo("TorchScript " + file + ", grey repeated to colour");
            assertThat(choice.of(set.samples()).values()).containsExactly(3, 3, 3, 50, 50, 50);
        }
    }

    @Test
    void otherFilesAreRefusedByName() throws Exception {
        Map<String, float[]> misshapen = TorchFiles.resNet8(3);
        misshapen.put("layer2.0.conv2.weight", new float[12]);
        refused(misshapen, "misshapen", "layer2.0.conv2.weight is (12) in place of", "ResNet-8");
        refused(
                Map.of("Conv2d_1a_3x3.conv.weight", new float[864]),
                "inception",
                "The state dict for Inception v3 for the FID does not fit",
                "missing");
        refused(Map.of("encoder.weight", new float[4]), "other", "an unknown network: encoder.weight", "TorchScript");
        Path nested = TorchFiles.write(folder.resolve("nested.pt"), "generator", TorchFiles.resNet8(1));
        assertThatThrownBy(() -> FeatureChoice.of(nested, Shape.of(1, 8, 8)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("generator")
                .hasMessageContaining("under 'state_dict'");
        Path text = Files.writeString(folder.resolve("weights.txt"), "1 2 3");
        assertThatThrownBy(() -> FeatureChoice.of(text, Shape.of(1, 8, 8)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("weights.txt");
        assertThatThrownBy(() -> FeatureChoice.of(folder.resolve("none.pt"), Shape.of(1, 8, 8)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none.pt does not exist");
    }

    private void refused(Map<String, float[]> weights, String name, String... told) {
        Path file = TorchFiles.write(folder.resolve(name), "", weights);
        var thrown = assertThatThrownBy(() -> FeatureChoice.of(file, Shape.of(1, 8, 8)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString());
        for (String words : told) {
            thrown.hasMessageContaining(words);
        }
    }

    private static int unsigned(byte[] picture, int at) {
        return Byte.toUnsignedInt(picture[at]);
    }
}
