package org.energymatching.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kBicubic;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Downsampling;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpsamplingTest {

    private static Samples normal(long... extents) {
        Shape shape = Shape.of(extents);
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[shape.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Samples(values, shape);
    }

    @Test
    void nearestRepeatsBlocks() {
        Samples coarse = new Samples(new float[] {1, 2, 3, 4}, Shape.of(1, 1, 2, 2));
        Samples fine = Upsampling.NEAREST.apply(coarse, 2);
        assertThat(fine.shape()).isEqualTo(Shape.of(1, 1, 4, 4));
        assertThat(fine.values()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        assertThat(Upsampling.NEAREST
                        .apply(new Samples(new float[] {1, 2}, Shape.of(1, 2)), 3)
                        .values())
                .containsExactly(1, 1, 1, 2, 2, 2);
    }

    /** Nearest is downsampling's pseudo-inverse: what was repeated has the means that it was made from. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void nearestKeepsTheMeansOfBlocks(int factor) {
        Samples coarse = normal(2, 3, 4, 5);
        Samples fine = Upsampling.NEAREST.apply(coarse, factor);
        assertThat(new Downsampling(fine.shape().row(), factor).values(fine.values()))
                .containsExactly(coarse.values(), within(1e-6f));
    }

    /** libtorch's antialiased bicubic takes a = -½ and leaves out what lies beyond the edges, as Pillow does. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void bicubicIsPillows(int factor) {
        Samples coarse = normal(2, 3, 5, 6);
        Samples fine = Upsampling.BICUBIC.apply(coarse, factor);
        assertThat(fine.shape()).isEqualTo(Shape.of(2, 3, 5L * factor, 6L * factor));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(coarse.values(), coarse.shape());
            InterpolateFuncOptions options = new InterpolateFuncOptions();
            options.size().put(new LongVector(5L * factor, 6L * factor));
            options.mode().put(new kBicubic());
            options.align_corners().put(false);
            options.antialias().put(true);
            Tensor expected = result(() -> torch.interpolate(unwrap(x), options));
            assertThat(fine.values()).containsExactly(expected.floats(), within(1e-5f));
        }
    }

    /** Cubic convolution is exact for quadratics away from the edges. */
    @Test
    void bicubicFindsParabolasAgain() {
        float[] coarse = new float[10];
        for (int i = 0; i < 10; i++) {
            coarse[i] = (float) Math.pow(i - 4, 2);
        }
        float[] fine = Upsampling.BICUBIC
                .apply(new Samples(coarse, Shape.of(1, 10)), 2)
                .values();
        for (int i = 4; i < 16; i++) {
            double at = (i + 0.5) / 2 - 0.5;
            assertThat((double) fine[i]).as("value %d", i).isCloseTo((at - 4) * (at - 4), within(1e-5));
        }
    }

    @Test
    void seriesAreMadeFinerAlongTheirLengthOnly() {
        Samples coarse = normal(2, 3, 4);
        Samples fine = Upsampling.BICUBIC.apply(coarse, 2);
        assertThat(fine.shape()).isEqualTo(Shape.of(2, 3, 8));
        float[] alone = Upsampling.BICUBIC
                .apply(new Samples(coarse.row(1), Shape.of(3, 4)), 2)
                .values();
        assertThat(fine.row(1)).isEqualTo(alone);
    }

    @Test
    void wrongFactorsAreRefused() {
        assertThatThrownBy(() -> Upsampling.NEAREST.apply(normal(1, 4), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("1 times finer");
        assertThatThrownBy(() -> Upsampling.NEAREST.apply(normal(1, 2, 2, 2, 2), 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("(2, 2, 2, 2)");
    }
}
