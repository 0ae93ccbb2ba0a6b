package org.energymatching.sampling.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class EnsembleSummaryTest {

    @Test
    void intervalsAndMediansAreThoseOfTheDraws() {
        float[] values = new float[38];
        for (int k = 0; k < 19; k++) {
            values[2 * k] = 19 - k;
            values[2 * k + 1] = (k * 7 % 19 + 1) * 10;
        }
        EnsembleSummary summary = EnsembleSummary.of(new Samples(values, Shape.of(19, 2)), 19);
        assertThat(summary.mean().values()).containsExactly(10, 100);
        assertThat(summary.median().values()).containsExactly(10, 100);
        assertThat(summary.low().values()).containsExactly(1, 10);
        assertThat(summary.high().values()).containsExactly(19, 190);
        assertThat((double) summary.deviation().values()[0]).isCloseTo(Math.sqrt(19 * 20 / 12.0), within(1e-5));
    }

    @Test
    void rowsKeepTheirOwnSamples() {
        EnsembleSummary summary = EnsembleSummary.of(Samples.of(new float[][] {{1}, {3}, {7}, {7}}), 2);
        assertThat(summary.mean().values()).containsExactly(2, 7);
        assertThat(summary.low().values()).containsExactly(1, 7);
        assertThatThrownBy(() -> EnsembleSummary.of(Samples.of(new float[][] {{1}, {3}, {7}}), 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("3 samples were given as 2 of each row");
    }
}
