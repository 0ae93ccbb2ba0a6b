package org.energymatching.data.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanarShapeTest {

    private static final long SEED = 3;

    @ParameterizedTest
    @EnumSource
    void pointsAreOnesThatAStandardNormalCovers(PlanarShape shape) {
        float[] x = shape.sample(20_000, Rng.of(SEED)).values();
        for (int axis = 0; axis < 2; axis++) {
            double sum = 0;
            double squares = 0;
            for (int i = axis; i < x.length; i += 2) {
                sum += x[i];
                squares += (double) x[i] * x[i];
                assertThat(Math.abs(x[i])).isLessThan(5);
            }
            double mean = sum / 20_000;
            assertThat(mean).as("%s, seed %d", shape, SEED).isCloseTo(0, within(0.3));
            assertThat(Math.sqrt(squares / 20_000 - mean * mean))
                    .as("%s, seed %d", shape, SEED)
                    .isBetween(0.35, 1.4);
        }
        assertThat(shape.sample(10, Rng.of(SEED)).values())
                .isEqualTo(shape.sample(20, Rng.of(SEED)).slice(0, 10).values());
    }

    @Test
    void oneTenthOfTheUnbalancedPairLiesToTheRight() {
        Samples x = PlanarShape.UNBALANCED.sample(40_000, Rng.of(SEED));
        int right = 0;
        for (int i = 0; i < x.values().length; i += 2) {
            right += x.values()[i] > 1 ? 1 : 0;
        }
        assertThat(right / 40_000.0).as("seed %d", SEED).isCloseTo(0.1, within(0.006));
    }

    @Test
    void squaresOfTheBoardTouchAtCornersOnly() {
        Samples x = PlanarShape.CHECKERBOARD.sample(5_000, Rng.of(SEED));
        for (int i = 0; i < x.rows(); i++) {
            float[] p = x.row(i);
            int column = (int) Math.floor(p[0] / 0.85 + 2);
            int row = (int) Math.floor(p[1] / 0.85 + 2);
            assertThat((column + row) % 2).isZero();
        }
    }
}
