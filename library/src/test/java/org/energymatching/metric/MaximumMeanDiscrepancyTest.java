package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class MaximumMeanDiscrepancyTest {

    /** Data 0 and 2: b = 4, k(Y, Y′) = e⁻¹. Samples 0 and 1: k(X, X′) = e^-¼, and k(X, Y) is 1, e⁻¹, e^-¼, e^-¼. */
    @Test
    void twoAgainstTwoByHand() {
        double quarter = Math.exp(-0.25);
        assertThat(MaximumMeanDiscrepancy.between(
                        Samples.of(new float[][] {{0}, {1}}), Samples.of(new float[][] {{0}, {2}})))
                .isCloseTo(quarter + Math.exp(-1) - (1 + Math.exp(-1) + 2 * quarter) / 2, within(1e-14));
    }

    /**
     * N(0, s²) against N(0, 1) in the plane: b = 4, and E exp(−|Z|²/b) = 1/(1 + 2v/b) for Z of variance v a coordinate.
     */
    @Test
    void ofNormalSamples() {
        double s = 2;
        Samples samples = normal(3_000, s, 1);
        Samples data = normal(3_000, 1, 2);
        double exact = 1 / (1 + s * s) + 1 / 2.0 - 2 / (1 + (s * s + 1) / 2);
        assertThat(MaximumMeanDiscrepancy.between(samples, data))
                .as("seeds 1 and 2")
                .isCloseTo(exact, within(0.02));
        assertThat(MaximumMeanDiscrepancy.between(normal(3_000, 1, 3), data))
                .as("seeds 3 and 2")
                .isCloseTo(0, within(1e-3));
    }

    @Test
    void equalDataHaveNoBandwidth() {
        assertThatThrownBy(() -> MaximumMeanDiscrepancy.between(
                        Samples.of(new float[][] {{0}, {1}}), Samples.of(new float[][] {{2}, {2}})))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("All 2 rows");
    }

    private static Samples normal(int rows, double deviation, long seed) {
        Rng rng = Rng.of(seed);
        float[] values = new float[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * rng.nextGaussian());
        }
        return new Samples(values, Shape.of(rows, 2));
    }
}
