package org.energymatching.nn.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptFeaturesTest {

    /** As StyleGAN's: features only when asked for, and only of bytes. */
    private static final String WITH_SWITCH = """
            def forward(self, img: Tensor, return_features: bool = False) -> Tensor:
                assert img.dtype == 0
                x = img.float().mean([2, 3])
                if return_features:
                    return x * self.scale
                return x.sum(1)
            """;

    private static final String PLAIN = """
            def forward(self, img):
                return torch.max_pool2d(img.float(), [2, 2])
            """;

    @TempDir
    private Path folder;

    @Test
    void aProgramWithASwitchIsAskedForFeatures() {
        try (TorchScriptFeatures features = TorchScriptFeatures.load(program(WITH_SWITCH));
                Scope scope = Scope.open()) {
            Tensor rows = features.features(images());
            assertThat(rows.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(rows.floats())
                    .containsExactly(10 * 1.5f, 10 * 5.5f, 10 * 9.5f, 10 * 13.5f, 10 * 17.5f, 10 * 255);
        }
    }

    @Test
    void whatAnyOtherProgramReturnsIsFlattened() {
        try (TorchScriptFeatures features = TorchScriptFeatures.load(program(PLAIN));
                Scope scope = Scope.open()) {
            Tensor rows = features.features(images());
            assertThat(rows.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(rows.floats()).containsExactly(3, 7, 11, 15, 19, 255);
        }
    }

    @Test
    void threadsMayShareAProgram() {
        try (TorchScriptFeatures features = TorchScriptFeatures.load(program(PLAIN))) {
            assertThat(Workers.common().map(40, i -> {
                        try (Scope scope = Scope.open()) {
                            return features.features(images()).floats();
                        }
                    }))
                    .allSatisfy(rows -> assertThat(rows).containsExactly(3, 7, 11, 15, 19, 255));
        }
    }

    @Test
    void noGradientIsRecorded() {
        try (TorchScriptFeatures features = TorchScriptFeatures.load(program(WITH_SWITCH));
                Scope scope = Scope.open()) {
            assertThat(unwrap(features.features(images())).requires_grad()).isFalse();
        }
    }

    @Test
    void filesThatAreNoProgramsAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "no program");
        assertThatThrownBy(() -> TorchScriptFeatures.load(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("text.pt")
                .hasMessageContaining("could not be loaded as TorchScript");
        assertThatThrownBy(() -> TorchScriptFeatures.load(folder.resolve("none.pt")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void aProgramThatFailsSaysSo() {
        try (TorchScriptFeatures features = TorchScriptFeatures.load(program(PLAIN));
                Scope scope = Scope.open()) {
            assertThatThrownBy(() -> features.features(Tensor.zeros(Shape.of(2, 3))))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("program.pt failed on images of the shape (2, 3)");
        }
    }

    @Test
    void nothingIsLeftBehind() {
        Path program = program(WITH_SWITCH);
        Leaks.assertNone(10, 40, () -> {
            try (TorchScriptFeatures features = TorchScriptFeatures.load(program);
                    Scope scope = Scope.open()) {
                features.features(images());
            }
        });
    }

    private Path program(String source) {
        Path file = folder.resolve("program.pt");
        try (Scope scope = Scope.open()) {
            JitModule module = new JitModule(new QualifiedName("__torch__.Program"));
            module.register_parameter("scale", unwrap(Tensor.of(10)).detach().requires_grad_(true), false);
            module.define(source);
            module.save(file.toString());
        }
        return file;
    }

    private static Tensor images() {
        float[] values = new float[24];
        for (int at = 0; at < 20; at++) {
            values[at] = at;
        }
        Arrays.fill(values, 20, 24, 255);
        return Tensor.of(values, Shape.of(2, 3, 2, 2));
    }
}
