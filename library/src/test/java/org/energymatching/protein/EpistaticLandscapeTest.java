package org.energymatching.protein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.error.DataException;
import org.energymatching.metric.Levenshtein;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;

class EpistaticLandscapeTest {

    @Test
    void theExtremesAreThoseOfAllSequences() {
        for (int seed = 0; seed < 10; seed++) {
            EpistaticLandscape landscape = EpistaticLandscape.of(Alphabet.dna(), 6, 1.0, seed);
            List<String> all = all(6);
            RankedSequences ranked = RankedSequences.of(all, landscape);
            assertThat(ranked.size()).isEqualTo(4096);
            assertThat(ranked.letters().get(0)).as("seed %d", seed).isEqualTo(landscape.best());
            assertThat(ranked.scores()[0]).isCloseTo(1, within(1e-12));
            assertThat(ranked.scores()[4095]).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void pairsMakeLettersDependOnTheirNeighbours() {
        assertThat(epistasis(0)).isCloseTo(0, within(1e-12));
        assertThat(epistasis(1)).isGreaterThan(0.01);
    }

    @Test
    void measurementsAreMutantsWithErrors() {
        EpistaticLandscape landscape = EpistaticLandscape.of(Alphabet.protein(), 20, 0.5, 1);
        Sequences exact = landscape.measured(400, 0.1, 0, Rng.of(2));
        Sequences noisy = landscape.measured(400, 0.1, 0.05, Rng.of(2));
        assertThat(noisy.letters()).isEqualTo(exact.letters());
        assertThat(exact.scores()).isEqualTo(landscape.scores(exact.letters()));
        double sum = 0;
        for (int i = 0; i < 400; i++) {
            sum += Math.pow(noisy.scores()[i] - exact.scores()[i], 2);
        }
        assertThat(Math.sqrt(sum / 400)).as("seed 2").isCloseTo(0.05, within(0.006));
        double edits = IntStream.range(1, 400)
                .map(i -> Levenshtein.between(
                        exact.letters().get(i - 1), exact.letters().get(i)))
                .average()
                .orElseThrow();
        assertThat(edits).as("two mutants differ by about 2 · 0.1 · 20").isBetween(3.0, 4.5);
    }

    @Test
    void anotherLengthIsRefused() {
        EpistaticLandscape landscape = EpistaticLandscape.of(Alphabet.dna(), 5, 1, 0);
        assertThatThrownBy(() -> landscape.score("ACGT")).isInstanceOf(DataException.class);
    }

    /** f(AA) + f(CC) - f(AC) - f(CA): zero where letters add up. */
    private static double epistasis(double weight) {
        EpistaticLandscape landscape = EpistaticLandscape.of(Alphabet.dna(), 4, weight, 3);
        return Math.abs(
                landscape.score("AAGT") + landscape.score("CCGT") - landscape.score("ACGT") - landscape.score("CAGT"));
    }

    private static List<String> all(int length) {
        List<String> all = List.of("");
        for (int i = 0; i < length; i++) {
            List<String> longer = new ArrayList<>();
            for (String begun : all) {
                for (char letter : "ACGT".toCharArray()) {
                    longer.add(begun + letter);
                }
            }
            all = longer;
        }
        return all;
    }
}
