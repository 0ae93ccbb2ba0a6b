package org.energymatching.protein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlphabetTest {

    @Test
    void numbersFollowTheOrderOfTheLetters() {
        assertThat(Alphabet.protein().encode("ARNDCQEGHILKMFPSTWYV"))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        assertThat(Alphabet.dna().encode("GATTACA")).containsExactly(2, 0, 3, 3, 0, 1, 0);
        assertThat(new Alphabet("xy-").encode("-yx")).containsExactly(2, 1, 0);
    }

    @Test
    void decodingTurnsEncodingBack() {
        List<String> sequences = List.of("GAUUACA", "CCCCCCC", "UGCAUGC");
        assertThat(Alphabet.rna().decode(Alphabet.rna().encode(sequences))).isEqualTo(sequences);
        assertThat(Alphabet.rna().encode(List.of())).isEmpty();
    }

    @Test
    void aForeignLetterIsNamedWithItsRowAndPosition() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Alphabet.protein().encode(List.of("SENEI", "SEBEI")))
                .satisfies(error -> {
                    assertThat(error.happened()).isEqualTo("Row 2 has the letter 'B' at position 3: SEBEI.");
                    assertThat(error.expected()).contains("ARNDCQEGHILKMFPSTWYV");
                });
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Alphabet.dna().encode("ACgT"))
                .satisfies(error -> assertThat(error.remedy()).contains("upper case"));
    }

    @Test
    void anotherLengthIsNamedWithItsRow() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Alphabet.dna().encode(List.of("ACGT", "ACGT", "ACG")))
                .satisfies(error -> {
                    assertThat(error.happened()).isEqualTo("Row 3 has 3 letters: ACG.");
                    assertThat(error.expected()).contains("here 4");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "ACA", "AC G"})
    void lettersAreSeveralAndEachOnce(String letters) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> new Alphabet(letters));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void numbersBeyondTheLettersAreRefused(int token) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Alphabet.dna().decode(new int[] {0, token}))
                .withMessageContaining(String.valueOf(token));
    }
}
