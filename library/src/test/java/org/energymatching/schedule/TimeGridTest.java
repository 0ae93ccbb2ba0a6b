package org.energymatching.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.error.UsageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeGridTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0.01, 100",
        "3.25, 0.01, 325",
        "1, 0.3, 4",
        "1, 0.4, 3",
        "1, 1, 1",
        "0.5, 2, 1",
        "2, 0.025, 80",
        "0.3, 0.1, 3",
        "1e-3, 1e-4, 10"
    })
    void stepsAddUpToTheEnd(double end, double step, int steps) {
        TimeGrid grid = TimeGrid.to(end).step(step);
        assertThat(grid.steps()).isEqualTo(steps);
        double time = 0;
        for (int m = 0; m < grid.steps(); m++) {
            assertThat(grid.at(m)).isCloseTo(time, within(1e-12));
            assertThat(grid.length(m)).isPositive().isLessThanOrEqualTo(step * (1 + 1e-9));
            time += grid.length(m);
        }
        assertThat(time).isCloseTo(end, within(1e-12));
        assertThat(grid.at(grid.steps())).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.1, 0", "0.2, 1", "0.3, 1", "0.7, 2", "0.9, 3", "0.94, 3", "0.96, 4", "1, 4", "1.5, 4"})
    void theNearestTimeMayBeTheEndOfAShortLastStep(double t, int steps) {
        assertThat(TimeGrid.to(1).step(0.3).nearest(t)).isEqualTo(steps);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "-1, 0.1", "1, 0", "1, -0.1", "NaN, 0.1", "1, NaN", "1, 1e-9", "Infinity, 1"})
    void endAndStepAreAboveZeroAndTheStepsCountable(double end, double step) {
        assertThatThrownBy(() -> new TimeGrid(end, step)).isInstanceOf(UsageException.class);
    }
}
