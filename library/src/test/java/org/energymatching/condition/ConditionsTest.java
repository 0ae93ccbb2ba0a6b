package org.energymatching.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final Conditions TWO = new Conditions(List.of(
            new Condition.Categorical("tariff", List.of("flat", "ToU", "peak")),
            new Condition.Continuous("month", 6, 3)));

    @Test
    void classesAreEncodedInTheirPlaceAndNumbersScaled() {
        assertThat(TWO.width()).isEqualTo(5);
        assertThat(TWO.encode(Map.of("tariff", "ToU", "month", "9"))).containsExactly(0, 1, 0, 1, 1);
        assertThat(TWO.encode(Map.of("month", "6"))).containsExactly(0, 0, 0, 0, 1);
        assertThat(TWO.encode(Map.of())).containsOnly(0);
    }

    @Test
    void whatIsNoConditionIsNamedWithWhatThereIs() {
        assertThatThrownBy(() -> TWO.encode(Map.of("weekday", "1")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("'weekday'", "tariff, month");
        assertThatThrownBy(() -> TWO.encode(Map.of("tariff", "night")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("'night'", "flat, ToU, peak");
        assertThatThrownBy(() -> TWO.encode(Map.of("month", "May")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'May'");
        assertThatThrownBy(() -> Conditions.none().encode(Map.of("label", "7")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("without conditions");
        assertThatThrownBy(() ->
                        new Conditions(List.of(TWO.fields().get(1), TWO.fields().get(1))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'month'");
        assertThatThrownBy(() -> new Condition.Categorical("label", List.of("1", "1")))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Condition.Continuous("month", 1, 0)).isInstanceOf(UsageException.class);
    }

    @Test
    void aDescriptionIsReadBack() {
        assertThat(Conditions.from(TWO.description())).isEqualTo(TWO);
        for (Object damaged : new Object[] {
            "label", List.of("label"), List.of(Map.of("type", "categorical")), List.of(Map.of("type", "continuous"))
        }) {
            assertThatThrownBy(() -> Conditions.from(damaged)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** All fields with probability p, and each of the others with p: 1 - (1-p)² of each is left out, p + (1-p) p² of both. */
    @Test
    void fieldsAreLeftOutTogetherAndAlone() {
        double p = 0.2;
        int n = 20_000;
        int tariff = 0;
        int both = 0;
        for (int i = 0; i < n; i++) {
            float[] rows = new float[10];
            System.arraycopy(TWO.encode(Map.of("tariff", "peak", "month", "1")), 0, rows, 5, 5);
            TWO.drop(rows, 1, p, Rng.of(i));
            boolean noTariff = rows[7] == 0;
            tariff += noTariff ? 1 : 0;
            both += noTariff && rows[9] == 0 ? 1 : 0;
        }
        assertThat((double) tariff / n).isBetween(0.35, 0.37);
        assertThat((double) both / n).isBetween(0.222, 0.242);
    }
}
