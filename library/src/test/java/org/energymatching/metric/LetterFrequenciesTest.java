package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.error.DataException;
import org.junit.jupiter.api.Test;

class LetterFrequenciesTest {

    @Test
    void countsLettersAtEachPosition() {
        LetterFrequencies found = LetterFrequencies.of(List.of("AC", "AG", "AG", "AT"), "ACGT");
        assertThat(found.length()).isEqualTo(2);
        assertThat(found.shares()[0]).containsExactly(1, 0, 0, 0);
        assertThat(found.shares()[1]).containsExactly(0, 0.25, 0.5, 0.25);
    }

    @Test
    void informationIsTwoBitsForOneBaseAndNoneForAllLessTheCorrection() {
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sequences.add("A" + "ACGT".charAt(i % 4) + (i % 2 == 0 ? "C" : "T"));
        }
        LetterFrequencies found = LetterFrequencies.of(sequences, "ACGT");
        double correction = 3 / (2 * 1000 * Math.log(2));
        assertThat(found.information(0)).isCloseTo(2 - correction, within(1e-9));
        assertThat(found.information(1)).isZero();
        assertThat(found.information(2)).isCloseTo(1 - correction, within(1e-9));
    }

    @Test
    void refusesLettersAndLengthsThatDoNotFit() {
        assertThatThrownBy(() -> LetterFrequencies.of(List.of("AC", "AX"), "ACGT"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("AX");
        assertThatThrownBy(() -> LetterFrequencies.of(List.of("AC", "A"), "ACGT"))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> LetterFrequencies.of(List.of("AC", "ACG"), "ACGT"))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> LetterFrequencies.of(List.of(), "ACGT")).isInstanceOf(DataException.class);
    }
}
