package org.energymatching.protein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.metric.DesignScores;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarginalRelevanceTest {

    private static final List<Design> FOUR = List.of(
            new Design("AAAA", 1.0, 0, 0),
            new Design("AAAC", 0.9, 0, 1),
            new Design("GGGG", 0.7, 0, 2),
            new Design("AACC", 0.8, 0, 3));

    @Test
    void nothingForDistanceKeepsTheBest() {
        assertThat(new MarginalRelevance(0).choose(FOUR, 2))
                .extracting(Design::letters)
                .containsExactly("AAAA", "AAAC");
    }

    @Test
    void distanceIsWeighedAgainstScore() {
        // From AAAA it is 1, 2 and 4 letters: 0.95, 0.9 and 0.9 at 0.05 a letter; 1.0, 1.0 and 1.1 at 0.1.
        assertThat(new MarginalRelevance(0.05).choose(FOUR, 2))
                .extracting(Design::letters)
                .containsExactly("AAAA", "AAAC");
        assertThat(new MarginalRelevance(0.1).choose(FOUR, 2))
                .extracting(Design::letters)
                .containsExactly("AAAA", "GGGG");
    }

    @Test
    void allAreKeptWhereThereAreNoMoreBestFirst() {
        assertThat(new MarginalRelevance(5).choose(FOUR, 9))
                .extracting(Design::letters)
                .containsExactly("AAAA", "AAAC", "AACC", "GGGG");
        assertThat(new MarginalRelevance(5).choose(List.of(), 3)).isEmpty();
    }

    @Test
    void theMoreDistanceIsWorthTheMoreDesignsDiffer() {
        Rng rng = Rng.of(7);
        List<Design> designs = IntStream.range(0, 300)
                .mapToObj(i -> new Design(word(rng), rng.nextDouble(), 0, i))
                .toList();
        double before = 0;
        for (double worth : new double[] {0, 0.05, 0.3}) {
            List<String> letters = new MarginalRelevance(worth)
                    .choose(designs, 40).stream().map(Design::letters).toList();
            double diversity = DesignScores.of(letters, new double[letters.size()], letters)
                    .diversity();
            assertThat(diversity).isGreaterThan(before);
            before = diversity;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aWorthThatIsNoneIsRefused(double worth) {
        assertThatThrownBy(() -> new MarginalRelevance(worth))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("worth");
    }

    private static String word(Rng rng) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            word.append("AACGT".charAt(rng.nextInt(5)));
        }
        return word.toString();
    }
}
