package org.energymatching.protein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;

class BaselinesTest {

    private static final Alphabet DNA = Alphabet.dna();
    private static final EpistaticLandscape LANDSCAPE = EpistaticLandscape.of(DNA, 20, 0.5, 3);
    private static final Sequences KNOWN = LANDSCAPE.measured(300, 0.1, 0, Rng.of(4));

    @Test
    void ranksDistinctSequencesByScore() {
        RankedSequences ranked =
                RankedSequences.of(List.of("AA", "CC", "AA", "GG", "TT"), new double[] {1, 3, 2, 3, 0});
        assertThat(ranked.letters()).containsExactly("CC", "GG", "AA", "TT");
        assertThat(ranked.scores()).containsExactly(3, 3, 2, 0);
        assertThat(ranked.best(2).letters()).containsExactly("CC", "GG");
        assertThat(ranked.best(9).size()).isEqualTo(4);
    }

    @Test
    void randomMutantsAreNewDistinctAndRankedByTheScorer() {
        RankedSequences mutants = new RandomMutants(500, 0.1).design(DNA, KNOWN.letters(), LANDSCAPE, Rng.of(1));
        assertThat(mutants.size()).isEqualTo(500);
        assertThat(mutants.letters()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(KNOWN.letters());
        assertThat(mutants.scores()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(mutants.scores()).isEqualTo(LANDSCAPE.scores(mutants.letters()));
        assertThat(new RandomMutants(500, 0.1).design(DNA, KNOWN.letters(), LANDSCAPE, Rng.of(1)))
                .extracting(RankedSequences::letters)
                .isEqualTo(mutants.letters());
    }

    @Test
    void aSpaceThatIsExhaustedEndsTheSearch() {
        SequenceScorer first =
                sequences -> sequences.stream().mapToDouble(s -> s.charAt(0)).toArray();
        List<String> known = List.of("AA", "CA");
        assertThat(new RandomMutants(100, 0.5)
                        .design(DNA, known, first, Rng.of(1))
                        .size())
                .isEqualTo(14);
        RankedSequences evolved = GreedyEvolution.adaLead(100).design(DNA, known, first, Rng.of(1));
        assertThat(evolved.letters().get(0)).startsWith("T");
        assertThat(evolved.letters()).doesNotContainAnyElementsOf(known);
    }

    @Test
    void evolutionScoresNoMoreThanItMayAndClimbsFurtherThanChance() {
        Set<String> asked = new HashSet<>();
        List<Integer> calls = new ArrayList<>();
        SequenceScorer counting = sequences -> {
            calls.add(sequences.size());
            asked.addAll(sequences);
            return LANDSCAPE.scores(sequences);
        };
        RankedSequences evolved = GreedyEvolution.adaLead(2000).design(DNA, KNOWN.letters(), counting, Rng.of(2));
        long known = KNOWN.letters().stream().distinct().count();
        assertThat(asked).hasSize((int) known + 2000);
        assertThat(calls.stream().mapToInt(n -> n).sum())
                .as("none is scored twice")
                .isEqualTo(asked.size());
        double best = RankedSequences.of(KNOWN.letters(), LANDSCAPE).scores()[0];
        double chance = new RandomMutants(2000, 0.1)
                .design(DNA, KNOWN.letters(), LANDSCAPE, Rng.of(2))
                .scores()[0];
        assertThat(evolved.scores()[0]).isGreaterThan(chance).isGreaterThan(best);
        assertThat(evolved.letters()).doesNotContainAnyElementsOf(KNOWN.letters());
    }

    @Test
    void evolutionFindsTheTopOfAHillWithoutPairs() {
        EpistaticLandscape hill = EpistaticLandscape.of(DNA, 12, 0, 5);
        List<String> known = hill.measured(50, 0.1, 0, Rng.of(6)).letters();
        RankedSequences evolved = GreedyEvolution.adaLead(4000).design(DNA, known, hill, Rng.of(7));
        assertThat(evolved.letters().get(0)).isEqualTo(hill.best());
    }

    @Test
    void refusesSenselessNumbers() {
        assertThatThrownBy(() -> new RandomMutants(0, 0.1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new RandomMutants(10, 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> GreedyEvolution.adaLead(0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> RankedSequences.of(List.of("A"), s -> new double[0]))
                .isInstanceOf(Exception.class);
    }
}
