package org.energymatching.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1", "1e6, 1000000", "0.25, 0.25", "12.3456, 12.35", "0.00123456, 0.001235", "1.23456e-7, 1.235e-07",
        "1e300, 1.000e+300", "-2.5, -2.5", "123456.7, 123457", "NaN, not a number", "Infinity, infinite", "0, 0"
    })
    void briefIsFourDigitsAndWholeNumbersInFull(double value, String text) {
        assertThat(Numbers.brief(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.01934, 0.0012, 0.0193 ± 0.0012", "312.4, 11, 312 ± 11", "-0.5, 0.25, -0.50 ± 0.25"})
    void anErrorTellsTheDecimals(double value, double error, String text) {
        assertThat(Numbers.withError(value, error)).isEqualTo(text);
    }

    @Test
    void exactNumbersComeBackAndWholeOnesHaveNoPoint() {
        assertThat(Numbers.exact(1.0f)).isEqualTo("1");
        assertThat(Numbers.exact(-0.0)).isEqualTo("-0.0");
        assertThat(Numbers.exact(1e300)).isEqualTo("1.0E300");
        Seeds.check(200, random -> {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            assertThat(Double.parseDouble(Numbers.exact(value))).isEqualTo(value);
            assertThat(Float.parseFloat(Numbers.exact((float) value))).isEqualTo((float) value);
        });
    }

    @Test
    void aFloatIsPutBackOnALargeNumberWithoutMadeUpDecimals() {
        assertThat(Numbers.sum(5_572_000, 94.25f)).isEqualTo(5_572_094.25);
        assertThat(Numbers.sum(1e9, 0.1f)).isEqualTo(1_000_000_000.1);
        assertThat(Numbers.sum(0, 0.1f)).isEqualTo(0.1);
    }
}
