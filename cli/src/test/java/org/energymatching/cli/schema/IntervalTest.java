package org.energymatching.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void bracketsIncludeTheirBound() {
        Interval half = Interval.parse("(0, 1]");
        assertThat(half.contains(0)).isFalse();
        assertThat(half.contains(Double.MIN_VALUE)).isTrue();
        assertThat(half.contains(1)).isTrue();
        assertThat(half.contains(Math.nextUp(1.0))).isFalse();
        assertThat(half.contains(Double.NaN)).isFalse();
        assertThat(Interval.parse("[2, inf)").contains(2)).isTrue();
        assertThat(Interval.parse("[0, 1)").contains(1)).isFalse();
    }

    @Test
    void readsAsASentence() {
        assertThat(Interval.parse("(0, 1]")).hasToString("in (0, 1]");
        assertThat(Interval.parse("[2, inf)")).hasToString("at least 2");
        assertThat(Interval.parse("(0, inf)")).hasToString("above 0");
        assertThatThrownBy(() -> Interval.parse("0..1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersAreBrief() {
        assertThat(YamlText.number(2)).isEqualTo("2");
        assertThat(YamlText.number(1e-4)).isEqualTo("1e-4");
        assertThat(YamlText.number(-0.05)).isEqualTo("-0.05");
        assertThat(YamlText.number(1.5e-7)).isEqualTo("1.5e-7");
    }
}
