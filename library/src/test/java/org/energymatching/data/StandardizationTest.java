package org.energymatching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.energymatching.Samples;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class StandardizationTest {

    @Test
    void meanAndScaleAsWorkedByHand() {
        // 2, 4, 4, 4, 5, 5, 7, 9 is the textbook example with mean 5 and standard deviation 2.
        float[] values = {2, 4, 4, 4, 5, 5, 7, 9};
        Standardization fitted = Standardization.fit(DoubleRows.of(new Samples(values, Shape.of(8, 1))), List.of("x"));
        assertThat(fitted.mean()).containsExactly(5);
        assertThat(fitted.scale()).containsExactly(2);
        assertThat(fitted.apply(new Samples(values, Shape.of(8, 1))).values())
                .containsExactly(-1.5f, -0.5f, -0.5f, -0.5f, 0, 0, 1, 2);
    }

    @Test
    void aLargeOffsetCostsNoDigits() {
        float offset = 1 << 23;
        float[] values = {offset + 2, offset + 4, offset + 4, offset + 4, offset + 5, offset + 5, offset + 7, offset + 9
        };
        Standardization fitted = Standardization.fit(DoubleRows.of(new Samples(values, Shape.of(8, 1))), List.of());
        assertThat(fitted.mean()).containsExactly(offset + 5);
        assertThat(fitted.scale()).containsExactly(2);
    }

    @Test
    void numbersThatNoFloatHoldsComeBackWithTheirDecimals() {
        // Cases: UTM coordinates with two decimals, Unix time minute by minute, 1e9 + N(0, 1).
        double[] values = new double[60];
        for (int i = 0; i < 20; i++) {
            values[3 * i] = 5_572_094.25 + i * 0.37;
            values[3 * i + 1] = 1_700_000_000L + 60L * i;
            values[3 * i + 2] = 1e9 + Math.sin(i);
        }
        DoubleRows rows = new DoubleRows(values, 3);
        Standardization fitted = Standardization.fit(rows, List.of("y", "time", "big"));
        DoubleRows back = fitted.undo(fitted.apply(rows));
        for (int i = 0; i < values.length; i++) {
            assertThat(back.values()[i]).isEqualTo(values[i], within(1e-6 * fitted.scale()[i % 3]));
        }
        assertThat(Numbers.exact(back.at(3, 0))).hasSizeLessThan(16);
    }

    @Test
    void everyConstantColumnIsNamedAtOnce() {
        DoubleRows rows = new DoubleRows(new double[] {1, 2, 7, 1, 3, 7}, 3);
        assertThat(Standardization.constant(rows)).containsExactly(0, 2);
        assertThatThrownBy(() -> Standardization.fit(rows, List.of("a", "b", "c")))
                .hasMessageContaining("column 'a' (1), column 'c' (7)");
    }

    @Test
    void standardizedColumnsHaveZeroMeanAndUnitVarianceAndComeBack() {
        Seeds.check(50, random -> {
            int rows = 2 + random.nextInt(100);
            Shape shape = Shape.of(rows, 2, 2);
            float[] values = new float[rows * 4];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, i % 4) + 3 * (i % 4));
            }
            Samples samples = new Samples(values, shape);
            Standardization fitted = Standardization.fit(DoubleRows.of(samples), List.of());
            Samples standardized = fitted.apply(samples);
            assertThat(standardized.shape()).isEqualTo(shape);
            for (int j = 0; j < 4; j++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < rows; i++) {
                    double z = standardized.values()[i * 4 + j];
                    sum += z;
                    squares += z * z;
                }
                assertThat(sum / rows).isCloseTo(0, within(1e-5));
                assertThat(squares / rows).isCloseTo(1, within(1e-4));
            }
            assertThat(fitted.undo(standardized).toSamples("rows", List.of()).values())
                    .containsExactly(values, Offset.offset(2e-3f));
        });
    }

    @Test
    void aConstantColumnIsNamed() {
        Samples samples = Samples.of(new float[][] {{0.1f, 1}, {0.1f, 2}, {0.1f, 3}});
        assertThatThrownBy(() -> Standardization.fit(DoubleRows.of(samples), List.of("flat", "x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column 'flat'");
    }

    @Test
    void aValueThatIsNotFiniteIsNamed() {
        Samples samples = Samples.of(new float[][] {{0, 1}, {0.1f, Float.NaN}});
        assertThatThrownBy(() -> Standardization.fit(DoubleRows.of(samples), List.of("x", "y")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 2, column 'y'");
        assertThatThrownBy(() -> Standardization.fit(DoubleRows.of(samples), List.of()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 2, value 2");
    }

    @Test
    void refusesTooFewRowsAndOtherWidths() {
        assertThatThrownBy(() -> Standardization.fit(DoubleRows.of(Samples.of(new float[][] {{1, 2}})), List.of()))
                .isInstanceOf(DataException.class);
        Standardization two = new Standardization(new double[2], new double[] {1, 1});
        assertThatThrownBy(() -> two.apply(Samples.of(new float[][] {{1, 2, 3}})))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Standardization(new double[1], new double[1]))
                .isInstanceOf(UsageException.class);
    }
}
