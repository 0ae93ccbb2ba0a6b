package org.energymatching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

    private static float[] mask(Dropout dropout, String name, double rate, long... extents) {
        try (Scope scope = Scope.open()) {
            Shape shape = Shape.of(extents);
            return dropout.mask(name, shape, rate, Device.cpu())
                    .orElseGet(() -> Tensor.ones(shape))
                    .floats();
        }
    }

    @Test
    void nothingIsLeftOutWhereNothingIsToBe() {
        assertThat(mask(Dropout.none(), "a", 0.9, 3, 7)).containsOnly(1f);
        assertThat(mask(Dropout.none().from(4), "a", 0.9, 3, 7)).containsOnly(1f);
        assertThat(mask(Dropout.of(Rng.of(1), 0), "a", 0, 3, 7)).containsOnly(1f);
    }

    /** A number is 1/(1-p) with probability 1-p: the mean over n of them has the deviation √(p/(1-p)/n). */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
    void theMeanIsKept(double rate) {
        Seeds.check(5, random -> {
            float[] mask = mask(Dropout.of(Rng.of(random.nextLong()), 0), "a", rate, 100, 401);
            double mean = 0;
            for (float value : mask) {
                mean += value / (double) mask.length;
                if (value != 0) {
                    assertThat((double) value).isCloseTo(1 / (1 - rate), within(2e-3));
                }
            }
            assertThat(mean).isCloseTo(1, within(5 * Math.sqrt(rate / (1 - rate) / mask.length)));
        });
    }

    /** Neighbours, units four apart and rows are left out independently of one another. */
    @Test
    void unitsAreIndependent() {
        int width = 200;
        int rows = 200;
        Seeds.check(3, random -> {
            float[] mask = mask(Dropout.of(Rng.of(random.nextLong()), 0), "a", 0.5, rows, width);
            for (int lag : new int[] {1, 2, 3, 4, width}) {
                double correlation = 0;
                int count = mask.length - lag;
                for (int i = 0; i < count; i++) {
                    correlation += (mask[i] - 1.0) * (mask[i + lag] - 1.0) / count;
                }
                assertThat(correlation).as("lag %d", lag).isCloseTo(0, within(5 / Math.sqrt(count)));
            }
        });
    }

    @Test
    void aRowsMaskDoesNotDependOnOtherRows() {
        Seeds.check(5, random -> {
            Rng rng = Rng.of(random.nextLong());
            long first = random.nextInt(1000);
            float[] together = mask(Dropout.of(rng, first), "a", 0.3, 4, 3, 7);
            float[] last = Arrays.copyOfRange(together, 42, 84);
            assertThat(mask(Dropout.of(rng, first + 2), "a", 0.3, 2, 3, 7)).isEqualTo(last);
            assertThat(mask(Dropout.of(rng, first).from(2), "a", 0.3, 2, 3, 7)).isEqualTo(last);
        });
    }

    @Test
    void namesTellMasksApart() {
        Dropout dropout = Dropout.of(Rng.of(1), 0);
        float[] mask = mask(dropout, "a", 0.3, 4, 20);
        assertThat(mask(dropout, "a", 0.3, 4, 20)).isEqualTo(mask);
        assertThat(mask(Dropout.of(Rng.of(1), 0), "a", 0.3, 4, 20)).isEqualTo(mask);
        assertThat(mask(dropout, "b", 0.3, 4, 20)).isNotEqualTo(mask);
        assertThat(mask(Dropout.of(Rng.of(2), 0), "a", 0.3, 4, 20)).isNotEqualTo(mask);
    }
}
