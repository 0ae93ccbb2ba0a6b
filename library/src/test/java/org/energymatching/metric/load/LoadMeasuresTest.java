package org.energymatching.metric.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.metric.IntervalCoverage;
import org.energymatching.metric.MaximumMeanDiscrepancy;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class LoadMeasuresTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    @Test
    void featuresByHand() {
        Samples profiles = Samples.of(new float[][] {{1, 2, 3, 10}, {4, 4, 4, 4}});
        assertThat(LoadFeature.PEAK.of(profiles)).containsExactly(10, 4);
        assertThat(LoadFeature.BASE.of(profiles)).containsExactly(1, 4);
        assertThat(LoadFeature.HIGH_QUANTILE.of(profiles)).containsExactly(new double[] {9.79, 4}, within(1e-12));
        assertThat(LoadFeature.LOW_QUANTILE.of(profiles)).containsExactly(new double[] {1.03, 4}, within(1e-12));
        // (1, 2, 3) about 2 with (2, 3, 10) about 5: products 3 + 0 + 5, squares 2 and 9 + 4 + 25.
        assertThat(LoadFeature.AUTOCORRELATION.of(profiles))
                .containsExactly(new double[] {8 / Math.sqrt(2 * 38), Double.NaN}, within(1e-12));
    }

    /** An autoregressive series x_t = φ x_(t−1) + noise has the lag-1 autocorrelation φ. */
    @Test
    void theAutocorrelationOfAnAutoregressiveSeries() {
        Rng rng = Rng.of(5);
        float[] series = new float[100_000];
        for (int t = 1; t < series.length; t++) {
            series[t] = (float) (0.6 * series[t - 1] + rng.nextGaussian());
        }
        assertThat(LoadFeature.AUTOCORRELATION.of(series)).as("seed 5").isCloseTo(0.6, within(0.015));
    }

    /**
     * Samples {1, 3}, {1, 5} and data {1, 3}, {3, 3}. Pooled 1 1 3 5 and 1 3 3 3: F − G is ¼ on (1, 3) and −¼ on (3, 5). Step 1:
     * 1 1 and 1 3, ½ on (1, 3); step 2: 3 5 and 3 3, −½ on (3, 5). Maxima as step 2, minima as step 1.
     */
    @Test
    void distancesByHand() {
        Samples samples = Samples.of(new float[][] {{1, 3}, {1, 5}});
        Samples data = Samples.of(new float[][] {{1, 3}, {3, 3}});
        LoadDistances found = LoadDistances.between(samples, data);
        assertThat(found.wasserstein()).isCloseTo(1, CLOSE);
        assertThat(found.kolmogorovSmirnov()).isCloseTo(0.25, CLOSE);
        assertThat(found.rankedProbability()).isCloseTo(0.5, CLOSE);
        assertThat(found.peakLoad()).isCloseTo(1, CLOSE);
        // 99 % quantiles 2.98 4.96 and 2.98 3, 1 % quantiles 1.02 1.04 and 1.02 3.
        assertThat(found.symmetricQuantile()).isCloseTo((1.96 + 1.96) / 4, CLOSE);
        assertThat(found.discrepancy()).isEqualTo(MaximumMeanDiscrepancy.between(samples, data));
        assertThat(found.autocorrelation()).isNaN();
        assertThat(LoadDistances.between(
                                Samples.of(new float[][] {{1, 2, 3}, {2, 2, 2}, {3, 2, 1}}),
                                Samples.of(new float[][] {{1, 3, 1}, {0, 3, 0}}))
                        .autocorrelation())
                .isCloseTo(2, CLOSE);
    }

    @Test
    void aSetIsAtNoDistanceFromItself() {
        Samples rows = random(30, 8, 4);
        LoadDistances found = LoadDistances.between(rows, rows);
        assertThat(new double[] {
                    found.wasserstein(),
                    found.kolmogorovSmirnov(),
                    found.rankedProbability(),
                    found.autocorrelation(),
                    found.peakLoad(),
                    found.symmetricQuantile()
                })
                .containsOnly(0);
    }

    /** Truths (0, 1, 2) and (5, 5, 8); two members each; the middle value of the first and the ends of the second are scored. */
    @Test
    void errorsByHand() {
        Samples truth = Samples.of(new float[][] {{0, 1, 2}, {5, 5, 8}});
        Samples members = Samples.of(new float[][] {{0, 2, 2}, {0, 4, 2}, {4, 5, 9}, {4, 5, 9}});
        boolean[] scored = {false, true, false, true, false, true};
        LoadErrors found = LoadErrors.of(members, truth, scored);
        // CRPS of 2 and 4 against 1: mean error 2, less a quarter of their distance 2.
        assertThat(found.rankedProbability()).isCloseTo((1.5 + 1) / 2, CLOSE);
        assertThat(found.meanAbsolute()).isCloseTo((2 + 1) / 2.0, CLOSE);
        assertThat(found.rootMeanSquare()).isCloseTo((2 + 1) / 2.0, CLOSE);
        assertThat(found.deviation()).isCloseTo((Math.sqrt(2) + 0) / 2, CLOSE);
        // Maxima 2 and 4 against 2: 1 − ½; minima right. Maxima 9 against 8, minima 4 against 5.
        assertThat(found.peakLoad()).isCloseTo((0.5 + 2) / 2, CLOSE);
    }

    /** The quantile form of the score, as in the published code. */
    @Test
    void theScoreHasTheQuantileForm() {
        Seeds.check(20, random -> {
            Samples truth = random(3, 4, random.nextLong());
            Samples members = random(3 * 5, 4, random.nextLong());
            double sum = 0;
            for (int at = 0; at < 12; at++) {
                double[] sorted = new double[5];
                for (int i = 0; i < 5; i++) {
                    sorted[i] = members.values()[(at / 4 * 5 + i) * 4 + at % 4];
                }
                Arrays.sort(sorted);
                for (int i = 1; i <= 5; i++) {
                    double tau = (2 * i - 1) / 10.0;
                    double u = truth.values()[at] - sorted[i - 1];
                    sum += 2 * (u >= 0 ? tau * u : (tau - 1) * u) / 5 / 12;
                }
            }
            assertThat(LoadErrors.of(members, truth).rankedProbability()).isCloseTo(sum, within(1e-9));
        });
    }

    @Test
    void aSingleRightMemberHasNoError() {
        Samples truth = random(4, 6, 9);
        assertThat(LoadErrors.of(truth, truth)).isEqualTo(new LoadErrors(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void coverageIsOfScoredValuesOnly() {
        Samples truth = Samples.of(new float[][] {{0.5f, 7}});
        Samples members = Samples.of(new float[][] {{0, 0}, {1, 1}, {0.5f, 0}});
        assertThat(LoadErrors.coverage(members, truth, new boolean[] {true, false}, 0.5))
                .isEqualTo(new IntervalCoverage(0.5, 1, 1));
        assertThat(LoadErrors.coverage(members, truth, new boolean[] {true, true}, 0.5)
                        .covered())
                .isEqualTo(0.5);
        assertThatThrownBy(() -> LoadErrors.of(members, truth, new boolean[2])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LoadErrors.of(members, truth, new boolean[] {true}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a mask of 1");
    }

    /** Of 48 values 9 at least are missing, in blocks of five or more; the last one makes four more at most. */
    @Test
    void gapsAreBlocks() {
        Seeds.check(500, random -> {
            boolean[] missing = BlockMask.draw(48, 0.2, random);
            int run = 0;
            int count = 0;
            for (int i = 0; i <= 48; i++) {
                if (i < 48 && missing[i]) {
                    run++;
                    count++;
                } else {
                    assertThat(run)
                            .satisfiesAnyOf(
                                    r -> assertThat(r).isZero(),
                                    r -> assertThat(r).isBetween(5, 13));
                    run = 0;
                }
            }
            assertThat(count).isBetween(9, 13);
        });
        assertThat(BlockMask.draw(48, 0.2, Rng.of(3))).isEqualTo(BlockMask.draw(48, 0.2, Rng.of(3)));
        assertThat(BlockMask.draw(48, 0, Rng.of(3))).containsOnly(false);
    }

    /** A tenth of 60 values is six: the first block has five or six values, as often, and one of five is followed by another. */
    @Test
    void lengthsAreUniform() {
        int draws = 4_000;
        int whole = 0;
        for (int seed = 0; seed < draws; seed++) {
            boolean[] missing = BlockMask.draw(60, 0.1, Rng.of(seed));
            int first = 0;
            while (!missing[first]) {
                first++;
            }
            int count = 0;
            for (boolean gone : missing) {
                count += gone ? 1 : 0;
            }
            boolean together = true;
            for (int i = first; i < first + 6 && i < 60; i++) {
                together &= missing[i];
            }
            whole += count == 6 && together ? 1 : 0;
        }
        // Six together are one block of six, or two of five side by side: ½ + ½ · 2 · 55 / 56² of the draws.
        double share = 0.5 + 55.0 / (56 * 56);
        assertThat((double) whole / draws)
                .as("seeds 0 to 3,999")
                .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / draws)));
    }

    @Test
    void masksAreChecked() {
        assertThatThrownBy(() -> BlockMask.draw(4, 0.2, Rng.of(1))).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> BlockMask.draw(48, 1, Rng.of(1))).isInstanceOf(UsageException.class);
    }

    private static Samples random(int rows, int width, long seed) {
        Rng rng = Rng.of(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return new Samples(values, Shape.of(rows, width));
    }
}
