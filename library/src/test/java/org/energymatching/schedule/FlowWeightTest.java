package org.energymatching.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowWeightTest {

    @ParameterizedTest
    @CsvSource({
        "0.8, 0, 1",
        "0.8, 0.79, 1",
        "0.8, 0.8, 1",
        "0.8, 0.9, 0.5",
        "0.8, 1, 0",
        "0, 0, 1",
        "0, 0.25, 0.75",
        "0, 1, 0",
        "1, 0, 1",
        "1, 0.999, 1",
        "1, 1, 1"
    })
    void fallsLinearlyFromOneAtTheCutoffToZeroAtTheData(double cutoff, double t, double weight) {
        assertThat(FlowWeight.cutoff(cutoff).at(t)).isCloseTo(weight, within(1e-15));
    }

    @Test
    void noneIsOneEverywhere() {
        assertThat(FlowWeight.none().at(0)).isEqualTo(FlowWeight.none().at(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void theCutoffIsATimeOnThePath(double cutoff) {
        assertThatThrownBy(() -> FlowWeight.cutoff(cutoff)).isInstanceOf(UsageException.class);
    }
}
