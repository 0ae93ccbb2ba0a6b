package org.energymatching.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScheduleTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0", "0.79, 0", "0.8, 0", "0.85, 0.0375", "0.9, 0.075", "1, 0.15", "1.5, 0.15"})
    void theRampIsColdThenRisesThenStays(double t, double epsilon) {
        assertThat(TemperatureSchedule.ramp(0.8, 0.15).at(t)).isCloseTo(epsilon, within(1e-15));
    }

    @Test
    void theRampHasNoJumps() {
        TemperatureSchedule ramp = TemperatureSchedule.ramp(0.8, 0.15);
        for (double t : new double[] {0.8, 1}) {
            assertThat(ramp.at(t)).isCloseTo(ramp.at(Math.nextDown(t)), within(1e-12));
        }
    }

    @Test
    void withTauStarOneTheTemperatureJumps() {
        TemperatureSchedule jump = TemperatureSchedule.ramp(1, 0.01);
        assertThat(jump.at(Math.nextDown(1.0))).isZero();
        assertThat(jump.at(1)).isEqualTo(0.01);
    }

    @Test
    void withTauStarZeroTheTemperatureRisesFromTheBeginning() {
        TemperatureSchedule ramp = TemperatureSchedule.ramp(0, 2);
        assertThat(ramp.at(0)).isZero();
        assertThat(ramp.at(0.25)).isEqualTo(0.5);
    }

    @Test
    void aConstantIsTheSameAtEveryTime() {
        TemperatureSchedule constant = TemperatureSchedule.constant(0.3);
        assertThat(constant.at(0)).isEqualTo(constant.at(1e9)).isEqualTo(0.3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void tauStarLiesBetweenZeroAndOne(double tauStar) {
        assertThatThrownBy(() -> TemperatureSchedule.ramp(tauStar, 0.1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("tauStar is " + tauStar + ".");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.POSITIVE_INFINITY, Double.NaN})
    void temperaturesAreFiniteAndNotNegative(double epsilon) {
        assertThatThrownBy(() -> TemperatureSchedule.constant(epsilon)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> TemperatureSchedule.ramp(0.8, epsilon)).isInstanceOf(UsageException.class);
    }
}
