package org.energymatching.protein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InverseDesignTest {

    private static final Potential QUADRATIC = x -> x.square().sumPerRow().times(0.5);
    private static final SequenceScorer LETTER_A = sequences -> sequences.stream()
            .mapToDouble(s -> s.chars().filter(c -> c == 'A').count())
            .toArray();

    private static SequenceVae vae;

    @BeforeAll
    static void create() {
        vae = SequenceVae.create(Alphabet.dna(), 12, 4, 8, Rng.of(1));
    }

    @AfterAll
    static void close() {
        vae.close();
    }

    private static InverseDesign design(double gather) {
        return new InverseDesign(
                QUADRATIC,
                vae,
                z -> z.square().sumPerRow().times(1e-6),
                LETTER_A,
                TemperatureSchedule.ramp(0.9, 50_000), // far apart, where an untrained decoder writes different letters
                new TimeGrid(1.6, 0.05),
                Double.POSITIVE_INFINITY,
                gather,
                null);
    }

    @Test
    void designsDifferAndComeBestFirst() {
        List<Design> designs = design(0).design(64, 3, () -> {});
        assertThat(designs).isNotEmpty();
        assertThat(designs.stream().map(Design::letters)).doesNotHaveDuplicates();
        assertThat(designs.stream().map(Design::predicted)).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(designs).allMatch(design -> design.chain() >= 0 && design.chain() < 64);
        assertThat(design(0).design(64, 3, () -> {})).isEqualTo(designs);
    }

    @Test
    void chainsThatAreGatheredFromAtRestGiveMoreDesignsAndAmongThemThoseOfTheirEnds() {
        List<Design> ends = design(0).design(64, 3, () -> {});
        List<Design> gathered = design(0.1).design(64, 3, () -> {});
        assertThat(gathered).hasSizeGreaterThan(ends.size());
        assertThat(gathered.stream().map(Design::letters))
                .doesNotHaveDuplicates()
                .containsAll(ends.stream().map(Design::letters).toList());
        assertThat(gathered).allMatch(design -> design.chain() >= 0 && design.chain() < 64);
    }

    @Test
    void looksThatReachNoFurtherBackThanRestAreThatOfTheEnds() {
        assertThat(design(0.7).design(64, 3, () -> {})).isEqualTo(design(0).design(64, 3, () -> {}));
    }

    @Test
    void looksCloserThanAStepAreRefused() {
        assertThatThrownBy(() -> design(0.01))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("looked at every 0.01");
        assertThatThrownBy(() -> design(Double.NaN)).isInstanceOf(UsageException.class);
    }
}
