package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevenshteinTest {

    @ParameterizedTest
    @CsvSource({
        "kitten, sitting, 3",
        "saturday, sunday, 3",
        "intention, execution, 5",
        "abc, abc, 0",
        "abc, '', 3",
        "'', abc, 3",
        "'', '', 0",
        "gumbo, gambol, 2",
        "αβγ, αγ, 1",
        "SENEIRTVNPVATEQYGSMATDLELGNM, DENEIRTVNPVATEQYGSMATDLELGN, 2"
    })
    void isWhatTheTextbooksSay(String a, String b, int expected) {
        assertThat(Levenshtein.between(a, b)).isEqualTo(expected);
        assertThat(Levenshtein.between(b, a)).isEqualTo(expected);
    }

    @Test
    void equalsTheTableFilledByHandAtEveryLength() {
        Seeds.check(60, random -> {
            String a = text(random, random.nextInt(260));
            String b = random.nextBoolean() ? text(random, random.nextInt(260)) : mutated(random, a);
            assertThat(Levenshtein.between(a, b)).as("%s | %s", a, b).isEqualTo(byTable(a, b));
        });
    }

    @Test
    void equalsTheTableAtTheEdgesOfWords() {
        Seeds.check(40, random -> {
            for (int length : new int[] {1, 63, 64, 65, 127, 128, 129}) {
                String a = text(random, length);
                String b = mutated(random, a);
                assertThat(Levenshtein.between(a, b)).as("%s | %s", a, b).isEqualTo(byTable(a, b));
            }
        });
    }

    @Test
    void onePatternServesManyTexts() {
        Levenshtein pattern = Levenshtein.to("ACGT");
        assertThat(pattern.distance("ACGT")).isZero();
        assertThat(pattern.distance("TTTT")).isEqualTo(3);
        assertThat(pattern.distance("ACGT")).isZero();
        assertThat(pattern.nearest(List.of("TTTT", "ACG", "A"))).isEqualTo(1);
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ACGTé".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    private static String mutated(RandomGenerator random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int edit = random.nextInt(6); edit > 0 && mutated.length() > 0; edit--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, 'T');
                default -> mutated.setCharAt(at, 'C');
            }
        }
        return mutated.toString();
    }

    /** The recurrence itself. */
    private static int byTable(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                } else {
                    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
