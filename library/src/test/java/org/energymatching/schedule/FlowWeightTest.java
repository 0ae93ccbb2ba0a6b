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
    @CsvSource({"0, 1, 0, 0", "0.25, 0.5625, 0.70710678, 0.0625", "0.5, 0.25, 1, 0.25", "0.9, 0.01, 0.30901699, 0.05"})
    void followTheirFormulas(double t, double square, double sine, double minSnr) {
        assertThat(FlowWeight.power(2).at(t)).isCloseTo(square, within(1e-8));
        assertThat(FlowWeight.sine().at(t)).isCloseTo(sine, within(1e-8));
        assertThat(FlowWeight.minSnr(5).at(t)).isCloseTo(minSnr, within(1e-8));
        assertThat(FlowWeight.power(2).times(FlowWeight.sine()).at(t)).isCloseTo(square * sine, within(1e-8));
    }

    @Test
    void aProductWithNoWeightIsTheOtherWeight() {
        assertThat(FlowWeight.none().times(FlowWeight.sine())).isEqualTo(FlowWeight.sine());
        assertThat(FlowWeight.cutoff(0.8).times(FlowWeight.none())).isEqualTo(FlowWeight.cutoff(0.8));
        assertThatThrownBy(() -> FlowWeight.power(-1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> FlowWeight.minSnr(0)).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void theCutoffIsATimeOnThePath(double cutoff) {
        assertThatThrownBy(() -> FlowWeight.cutoff(cutoff)).isInstanceOf(UsageException.class);
    }
}
