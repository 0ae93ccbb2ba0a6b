package org.energymatching.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.energymatching.cli.output.Verdict.Grade;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final double[] FAR = {1.0, 1.2, 1.1};
    private static final double[] NEAR = {0.1, 0.3, 0.2};

    private static Verdict less(double[] own, double[] other) {
        return Verdict.byLess("Samples", "a Gaussian", "distance", own, other);
    }

    @Test
    void whatIsLowerIsBetterOrWorse() {
        assertThat(less(NEAR, FAR).grade()).isEqualTo(Grade.BETTER);
        assertThat(less(FAR, NEAR).grade()).isEqualTo(Grade.WORSE);
        assertThat(Verdict.byMore("Samples", "a Gaussian", "likelihood", FAR, NEAR)
                        .grade())
                .isEqualTo(Grade.BETTER);
    }

    /** Mean gain 0.1 of repeats 0.3, 0.1, −0.1: its standard error is 0.2/√3. */
    @Test
    void withinTwoStandardErrorsBothAreLevel() {
        Verdict verdict = less(new double[] {1, 1, 1}, new double[] {1.3, 1.1, 0.9});
        assertThat(verdict.grade()).isEqualTo(Grade.LEVEL);
        assertThat(verdict.text())
                .isEqualTo("Samples are level with a Gaussian: distance 1 ± 0 against 1.10 ± 0.12,"
                        + " a difference of 0.10 ± 0.12.");
    }

    @Test
    void aSingleRepeatJudgesNothing() {
        Verdict verdict = less(new double[] {1}, new double[] {5});
        assertThat(verdict.grade()).isEqualTo(Grade.LEVEL);
        assertThat(verdict.text()).contains("too few to be judged");
    }

    @Test
    void theValuesOnAllRowsStandInTheMiddle() {
        Verdict verdict = less(NEAR, FAR).around(0.15, 1.05);
        assertThat(verdict.text()).contains("distance 0.150 ± 0.058 against 1.050 ± 0.058");
        assertThat(verdict.gain().mean()).isEqualTo(0.9);
    }
}
