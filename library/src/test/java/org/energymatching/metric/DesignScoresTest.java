package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;
import org.junit.jupiter.api.Test;

class DesignScoresTest {

    private static final List<String> KNOWN = List.of("AAAA", "CCCC");

    @Test
    void handMadeValues() {
        // Distances between designs: 1, 4, 4; to the nearest known: 0, 1, 2.
        DesignScores scores = DesignScores.of(List.of("AAAA", "AAAC", "CTTC"), new double[] {0.2, 0.9, 0.5}, KNOWN);
        assertThat(scores.designs()).isEqualTo(3);
        assertThat(scores.distinct()).isEqualTo(3);
        assertThat(scores.fitness()).isEqualTo(0.5);
        assertThat(scores.diversity()).isCloseTo((1 + 4 + 3) / 3.0, within(1e-12));
        assertThat(scores.novelty()).isEqualTo(1);
        assertThat(DesignScores.novelties(List.of("AAAA", "AAAC", "CTTC"), KNOWN))
                .containsExactly(0, 1, 2);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfBothInTheMiddle() {
        DesignScores scores = DesignScores.of(List.of("AAAA", "AAGG"), new double[] {0.25, 0.75}, KNOWN);
        assertThat(scores.fitness()).isEqualTo(0.5);
        assertThat(scores.novelty()).isEqualTo(1);
    }

    @Test
    void equalDesignsAreCountedAndHaveNoDistance() {
        DesignScores scores = DesignScores.of(List.of("AAGG", "AAGG"), new double[0], KNOWN);
        assertThat(scores.distinct()).isEqualTo(1);
        assertThat(scores.diversity()).isZero();
        assertThat(scores.fitness()).isNaN();
        assertThat(DesignScores.of(List.of("TTTT"), new double[0], KNOWN).diversity())
                .isZero();
    }

    @Test
    void judgesFiveListsBesideThousandsOfSequencesInAMoment() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> known = Stream.generate(() -> protein(random)).limit(3453).toList();
        List<String> designs = Stream.generate(() -> protein(random)).limit(128).toList();
        DesignScores.of(designs, new double[0], known);
        Workers.common().runSequentially(() -> {
            long begun = cpuTime();
            for (int seed = 0; seed < 5; seed++) {
                DesignScores.of(designs, new double[0], known);
            }
            assertThat((cpuTime() - begun) * 1e-9).as("seconds of one core").isLessThan(2);
        });
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void refusesListsThatDoNotFit() {
        assertThatThrownBy(() -> DesignScores.of(List.of(), new double[0], KNOWN))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> DesignScores.of(List.of("A"), new double[] {1, 2}, KNOWN))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("2 scores");
    }

    private static String protein(SplittableRandom random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 28; i++) {
            letters.append("ARNDCQEGHILKMFPSTWYV".charAt(random.nextInt(20)));
        }
        return letters.toString();
    }
}
