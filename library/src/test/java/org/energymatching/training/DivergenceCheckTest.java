package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.energymatching.error.FailedException;
import org.energymatching.objective.LossReport;
import org.junit.jupiter.api.Test;

class DivergenceCheckTest {

    private static StepReport step(long step, String phase, double loss) {
        return new StepReport(step, phase, new LossReport(loss, Map.of("flow", loss), Map.of()), 1, 1e-3, 0.01);
    }

    private final DivergenceCheck check = DivergenceCheck.of(TinyRun.plan(1, 1).build());

    /** Data in metres have losses of 1e12, and are learnt all the same. */
    @Test
    void whatIsLargeFromTheFirstStepOnIsNoFault() {
        for (int i = 1; i <= 300; i++) {
            check.check(step(i, "warm-up", 1e12 * (1 + 0.5 * Math.sin(i))));
        }
    }

    @Test
    void growthAMillionfoldIsTold() {
        for (int i = 1; i <= 200; i++) {
            check.check(step(i, "warm-up", 5));
        }
        check.check(step(201, "warm-up", 4e6));
        assertThatThrownBy(() -> check.check(step(202, "warm-up", 6e6)))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("the flow loss became 6000000.0");
        check.check(step(203, "joint", 6e6)); // another phase has a scale of its own
    }

    @Test
    void whatIsNoNumberIsToldAtOnce() {
        assertThatThrownBy(() -> check.check(step(1, "warm-up", Double.NaN)))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("data.standardize=true");
    }
}
