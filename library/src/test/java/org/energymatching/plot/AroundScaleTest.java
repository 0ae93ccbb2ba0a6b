package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AroundScaleTest {

    private static final AroundScale SCALE = new AroundScale(-1200, 10);

    private static double[] normal(Random random, double mean, double deviation) {
        return random.doubles(2000)
                .map(u -> mean + deviation * random.nextGaussian())
                .toArray();
    }

    @Test
    void isLinearNearTheCentreAndLogarithmicFarOff() {
        assertThat(SCALE.forward(-1200)).isZero();
        assertThat(SCALE.forward(-1199) * Math.log(10)).isCloseTo(0.1, within(2e-4));
        assertThat(SCALE.forward(-1201)).isEqualTo(-SCALE.forward(-1199));
        assertThat(SCALE.forward(-1200 + 1e6) - SCALE.forward(-1200 + 1e5)).isCloseTo(1, within(1e-6));
        assertThat(SCALE.forward(-1200 - 1e6) - SCALE.forward(-1200 - 1e5)).isCloseTo(-1, within(1e-6));
        assertThat(SCALE.forward(-1190) * Math.log(10)).as("asinh(1)").isCloseTo(0.881373587, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e299, -1e9, -1201, -1200, -1199.999, 0, 3, 1e9, 1e299})
    void positionsLeadBackToValues(double value) {
        assertThat(SCALE.inverse(SCALE.forward(value))).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
    }

    @Test
    void whatHasNoPlaceIsNotShown() {
        assertThat(SCALE.shows(Double.NaN)).isFalse();
        assertThat(SCALE.shows(Double.POSITIVE_INFINITY)).isFalse();
        assertThat(new AroundScale(0, 1e-200).shows(1e200)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "-1217, -1204, −1210",
        "-3, 2, 0",
        "28000, 51000, '50,000'",
        "0.0121, 0.0134, 0.013",
        "9.7, 10.2, 10",
        "2.31e7, 2.39e7, 2.35×10^{7}",
        "-7e8, -4e8, −5×10^{8}"
    })
    void marksMoveToTheRoundestValueNearby(double from, double to, String label) {
        assertThat(RoundTicks.label(RoundTicks.roundest(from, to))).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noRounderValueLiesNearby(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 300; trial++) {
            double from = random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4);
            double to = from + Math.abs(from) * Math.pow(10, -3 * random.nextDouble());
            BigDecimal mark = RoundTicks.roundest(from, to);
            String trying = "seed " + seed + ": " + from + " to " + to + " gives " + mark;
            assertThat(mark.doubleValue()).as(trying).isBetween(from, to);
            if (mark.signum() != 0) {
                int digits = mark.stripTrailingZeros().scale();
                double coarser = Math.pow(10, 1 - digits);
                boolean exists = Math.floor(to / coarser) * coarser >= from;
                assertThat(exists).as(trying + " but a shorter number would do").isFalse();
            }
        }
    }

    @Test
    void marksAreDistinctRisingAndApart() {
        Ticks ticks = SCALE.ticks(-1.5, 4, 8);
        assertThat(ticks.values()).hasSize(6).isSorted();
        double[] positions = Arrays.stream(ticks.values()).map(SCALE::forward).toArray();
        for (int i = 1; i < positions.length; i++) {
            assertThat(positions[i] - positions[i - 1]).isGreaterThan(0.6 * 5.5 / 6);
        }
    }

    @Test
    void energiesApartAreAllReadable() {
        Random random = new Random(11);
        Map<String, double[]> sets = new LinkedHashMap<>();
        sets.put("data", normal(random, -1203, 6));
        sets.put("foreign", normal(random, -1050, 60));
        sets.put("noise", normal(random, 41_300, 2100));
        Plot plot = Plot.energies("data", sets);
        assertThat(plot.toSvg()).contains("linear near −1200", "highest bin = 1", ">foreign<");
        Binning bins = Binning.of(sets.values().stream().toList(), plot.xScale());
        long used = Arrays.stream(bins.densities(normal(random, -1203, 6)))
                .filter(density -> density > 0)
                .count();
        assertThat(used).as("bins of the data").isGreaterThan(8);
    }

    @Test
    void energiesTogetherHaveALinearAxis() {
        Random random = new Random(12);
        Map<String, double[]> sets = new LinkedHashMap<>();
        sets.put("noise", normal(random, 3, 1));
        sets.put("data", normal(random, -2, 0.5));
        assertThat(Plot.energies("data", sets).toSvg()).contains(">density<").doesNotContain("logarithmic");
        sets.put("data", new double[] {Double.NaN});
        assertThat(Plot.energies("data", sets).toSvg()).contains("left out");
    }
}
