package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.nn.feature.FeatureNetwork;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;

final class FeaturesTest {

    /** Two features: the first pixel, and the sum of all. */
    private static final Features FEATURES = Features.by(new FeatureNetwork() {
        @Override
        public Tensor features(Tensor images) {
            Tensor flat = images.reshape(images.shape().at(0), -1);
            return Tensor.concat(List.of(flat.slice(1, 0, 1), flat.sumPerRow().reshape(-1, 1)), 1);
        }

        @Override
        public void close() {}
    });

    @Test
    void rowsKeepTheirOrderOverAllBlocks() {
        int rows = 50;
        float[] values = new float[rows * 4];
        for (int at = 0; at < values.length; at++) {
            values[at] = at;
        }
        Samples features = FEATURES.of(new Samples(values, Shape.of(rows, 1, 2, 2)));
        assertThat(features.shape()).isEqualTo(Shape.of(rows, 2));
        for (int i = 0; i < rows; i++) {
            assertThat(features.row(i)).containsExactly(4 * i, 16 * i + 6);
        }
    }

    @Test
    void onlyImagesOfBytesHaveFeatures() {
        for (float value : new float[] {-1, 0.5f, 256, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> FEATURES.of(new Samples(new float[] {0, value}, Shape.of(1, 1, 1, 2))))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("the value " + value);
        }
        assertThatThrownBy(() -> FEATURES.of(new Samples(new float[2], Shape.of(1, 2))))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> FEATURES.of(new Samples(new float[0], Shape.of(0, 3, 2, 2))))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void nothingIsLeftBehind() {
        Samples images = new Samples(new float[40], Shape.of(40, 1, 1, 1));
        Leaks.assertNone(() -> FEATURES.of(images));
    }
}
