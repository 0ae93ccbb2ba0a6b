package org.energymatching.coupling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SquaredDistancesTest {

    @Test
    void aRightTriangle() {
        float[] from = {0, 0, 3, 4};
        float[] to = {3, 4, 0, 4, 3, 0};
        assertThat(SquaredDistances.between(from, to, 2)).containsExactly(25, 16, 9, 0, 9, 16);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 48})
    void agreesWithTheSumOverCoordinates(int width) {
        SplittableRandom random = new SplittableRandom(width);
        int rows = 7;
        int columns = 11;
        float[] from = Points.gaussian(rows, width, random);
        float[] to = Points.gaussian(columns, width, random);
        double[] matrix = SquaredDistances.between(from, to, width);
        assertThat(matrix).hasSize(rows * columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < width; k++) {
                    sum += Math.pow((double) from[i * width + k] - to[j * width + k], 2);
                }
                assertThat(matrix[i * columns + j])
                        .as("row %d, column %d", i, j)
                        .isCloseTo(sum, within(1e-12 * sum));
            }
        }
    }

    @Test
    void doesNotOverflowForTheLargestFloats() {
        double[] matrix = SquaredDistances.between(new float[] {Float.MAX_VALUE}, new float[] {-Float.MAX_VALUE}, 1);
        assertThat(matrix[0]).isFinite();
    }

    @Test
    void refusesAWidthThatDoesNotDivideTheArray() {
        assertThatThrownBy(() -> SquaredDistances.between(new float[5], new float[4], 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("5 numbers are no whole number of points of width 2.");
        assertThatThrownBy(() -> SquaredDistances.to(new float[4], 0)).isInstanceOf(UsageException.class);
    }
}
