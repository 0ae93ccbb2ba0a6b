package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TicksTest {

    @Test
    void unitIntervalIsMarkedInFifths() {
        Ticks ticks = LinearTicks.between(0, 1, 5);
        assertThat(ticks.values()).containsExactly(0, 0.2, 0.4, 0.6, 0.8, 1);
        assertThat(ticks.labels()).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(ticks.exponent()).isZero();
    }

    @Test
    void thousandsAreGroupedAndMinusIsAMinus() {
        assertThat(LinearTicks.between(0, 20_000, 4).labels())
                .containsExactly("0", "5,000", "10,000", "15,000", "20,000");
        assertThat(LinearTicks.between(-8, 8, 4).labels()).containsExactly("−5", "0", "5");
    }

    @Test
    void hugeAndTinyValuesShareAFactor() {
        Ticks huge = LinearTicks.between(0, 6e12, 6);
        assertThat(huge.exponent()).isEqualTo(12);
        assertThat(huge.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6");
        Ticks tiny = LinearTicks.between(0, 4e-9, 4);
        assertThat(tiny.exponent()).isEqualTo(-9);
        assertThat(tiny.labels()).containsExactly("0", "1", "2", "3", "4");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void marksAreRoundAndCoverAnyRange(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 2000; trial++) {
            double size = Math.pow(10, -200 + 400 * random.nextDouble());
            double low = size * 20 * (random.nextDouble() - 0.5);
            double high = low + size * (0.01 + random.nextDouble());
            int atMost = 1 + random.nextInt(10);
            Ticks ticks = LinearTicks.between(low, high, atMost);
            String what = "seed " + seed + ", trial " + trial + ": " + low + " to " + high + " by " + atMost;
            double[] values = ticks.values();
            assertThat(values.length).as(what).isLessThanOrEqualTo(atMost + 1);
            for (double value : values) {
                assertThat(value).as(what).isBetween(low - 1e-5 * size, high + 1e-5 * size);
            }
            if (values.length < 2) {
                continue;
            }
            double step = values[1] - values[0];
            double leading = step / Math.pow(10, Math.floor(Math.log10(step * (1 + 1e-6))));
            assertThat(Math.min(Math.abs(leading - 1), Math.min(Math.abs(leading - 2), Math.abs(leading - 5))))
                    .as(what)
                    .isLessThan(1e-6);
            assertThat(values[0] - low).as(what).isLessThan(step * (1 + 1e-6));
            assertThat(high - values[values.length - 1]).as(what).isLessThan(step * (1 + 1e-6));
            for (int i = 0; i < values.length; i++) {
                double written = new BigDecimal(
                                ticks.labels()[i].replace('−', '-').replace(",", ""))
                        .scaleByPowerOfTen(ticks.exponent())
                        .doubleValue();
                assertThat(written).as(what).isCloseTo(values[i], within(1e-9 * Math.abs(values[i])));
            }
        }
    }

    @Test
    void logarithmicAxisMarksPowersOfTen() {
        Ticks near = LogTicks.between(-2, 2, 8);
        assertThat(near.values()).containsExactly(0.01, 0.1, 1, 10, 100);
        assertThat(near.labels()).containsExactly("0.01", "0.1", "1", "10", "100");
        assertThat(near.minor()).contains(0.02, 0.09, 20, 90).doesNotContain(0.1);
        Ticks wide = LogTicks.between(-12.3, 12.3, 5);
        assertThat(wide.labels()).containsExactly("10^{−10}", "10^{−5}", "10^{0}", "10^{5}", "10^{10}");
    }

    @Test
    void shortLogarithmicAxisIsStillMarked() {
        assertThat(LogTicks.between(Math.log10(0.15), Math.log10(6), 5).values())
                .containsExactly(0.2, 0.5, 1, 2, 5);
        assertThat(LogTicks.between(Math.log10(3.1), Math.log10(3.9), 5).values())
                .containsExactly(3.2, 3.4, 3.6, 3.8);
    }
}
