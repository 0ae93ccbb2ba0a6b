package org.energymatching.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateTest {

    @Test
    void aConstantDoesNotDependOnTheStep() {
        LearningRate rate = LearningRate.constant(1e-3);
        assertThat(rate.at(0, 10)).isEqualTo(rate.at(9, 10)).isEqualTo(1e-3);
    }

    @Test
    void theCosineFallsFromTheRateThroughHalfOfItToNothing() {
        LearningRate rate = LearningRate.cosine(0.2);
        assertThat(rate.at(0, 100)).isEqualTo(0.2);
        assertThat(rate.at(25, 100)).isCloseTo(0.1 * (1 + Math.sqrt(0.5)), within(1e-15));
        assertThat(rate.at(50, 100)).isCloseTo(0.1, within(1e-15));
        assertThat(rate.at(100, 100)).isCloseTo(0, within(1e-15));
    }

    @Test
    void theWarmUpRisesLinearlyAndReachesTheRateWithItsLastStep() {
        LearningRate rate = LearningRate.constant(1).warmedUpOver(4);
        assertThat(new double[] {rate.at(0, 9), rate.at(1, 9), rate.at(2, 9), rate.at(3, 9), rate.at(4, 9)})
                .containsExactly(0.25, 0.5, 0.75, 1, 1);
        assertThat(LearningRate.constant(1).warmedUpOver(0).at(0, 9)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void ratesAreFiniteAndAboveZero(double rate) {
        assertThatThrownBy(() -> LearningRate.constant(rate)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LearningRate.cosine(rate)).isInstanceOf(UsageException.class);
    }
}
