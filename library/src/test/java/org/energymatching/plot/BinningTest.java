package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BinningTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyHistogramHasAreaOne(long seed) {
        Random random = new Random(seed);
        for (Scale scale : List.of(Scale.LINEAR, Scale.LOGARITHMIC, new AroundScale(5, 0.05))) {
            double[] wide = random.doubles(700)
                    .map(u -> Math.exp(3 * random.nextGaussian()))
                    .toArray();
            double[] narrow = random.doubles(300).map(u -> 5 + 0.1 * u).toArray();
            wide[0] = 1e12;
            wide[1] = Double.NaN;
            Binning bins = Binning.of(List.of(wide, narrow), scale);
            for (double[] values : List.of(wide, narrow)) {
                double area = Arrays.stream(bins.densities(values)).sum() * bins.width();
                assertThat(area).as("seed " + seed + ", " + scale).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void uniformValuesHaveUniformDensity() {
        double[] values = new double[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 + 4 * (i + 0.5) / values.length;
        }
        Binning bins = Binning.of(List.of(values), Scale.LINEAR);
        for (double density : bins.densities(values)) {
            assertThat(density).isCloseTo(0.25, within(0.01));
        }
        assertThat(bins.beyond(values)).isZero();
    }

    @Test
    void outliersFallIntoTheEndBinsAndAreCounted() {
        double[] values = new double[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 1000.0;
        }
        values[10] = 1e9;
        values[20] = -1e9;
        values[30] = 1e8;
        Binning bins = Binning.of(List.of(values), Scale.LINEAR);
        assertThat(bins.edge(0)).isBetween(-0.5, 0.1);
        assertThat(bins.edge(bins.count())).isBetween(0.9, 1.5);
        assertThat(bins.beyond(values)).isBetween(3, 13);
        double[] densities = bins.densities(values);
        assertThat(Arrays.stream(densities).sum() * bins.width()).isCloseTo(1, within(1e-9));
    }

    @Test
    void nothingAndOneValueStillMakeBins() {
        assertThat(Binning.of(List.of(), Scale.LINEAR).count()).isPositive();
        double[] nothing = {Double.NaN};
        Binning empty = Binning.of(List.of(nothing), Scale.LINEAR);
        assertThat(empty.densities(nothing)).containsOnly(0);
        double[] one = {3};
        Binning single = Binning.of(List.of(one), Scale.LINEAR);
        assertThat(Arrays.stream(single.densities(one)).sum() * single.width()).isCloseTo(1, within(1e-12));
    }

    @Test
    void quantilesInterpolateBetweenTheSorted() {
        Quantiles quantiles = Quantiles.of(new double[] {4, 1, Double.NaN, 3, 2, 5}, Scale.LINEAR);
        assertThat(quantiles.count()).isEqualTo(5);
        assertThat(quantiles.at(0)).isEqualTo(1);
        assertThat(quantiles.at(0.5)).isEqualTo(3);
        assertThat(quantiles.at(0.9)).isCloseTo(4.6, within(1e-12));
        assertThat(quantiles.at(1)).isEqualTo(5);
    }

    @Test
    void trendIsTheMeanOfANeighbourhoodThatNarrowsAtTheStart() {
        double[] ramp = new double[1000];
        double[] noisy = new double[1000];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
            noisy[i] = i % 2 == 0 ? 1 : 3;
        }
        noisy[500] = Double.NaN;
        double[] smooth = Trend.smoothed(ramp);
        assertThat(smooth[0]).isZero();
        assertThat(smooth[40]).isCloseTo(40, within(1e-12));
        assertThat(smooth[600]).isCloseTo(600, within(1e-12));
        assertThat(Trend.smoothed(noisy)[500]).isCloseTo(2, within(0.02));
    }
}
