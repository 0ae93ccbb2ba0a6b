package org.energymatching.metric.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.metric.table.MixedTables.levels;
import static org.energymatching.metric.table.MixedTables.number;
import static org.energymatching.metric.table.MixedTables.rows;
import static org.energymatching.metric.table.MixedTables.schema;

import java.util.List;
import java.util.SplittableRandom;
import org.energymatching.data.schema.Schema;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class PairTrendsTest {

    private static final Schema NUMBERS = schema(number(), number());

    private static final Schema LEVELS = schema(levels("a", "b"), levels("c", "d"));

    private static final Schema BOTH = schema(number(), levels("a", "b"));

    @Test
    void numbersAreComparedByCorrelation() {
        List<String[]> rising = rows("1 1", "2 2", "3 3");
        assertThat(PairTrends.between(NUMBERS, rising, rows("1 3", "2 2", "3 1"))
                        .mean())
                .isCloseTo(0, within(1e-12));
        assertThat(PairTrends.between(NUMBERS, rising, rows("1 1", "1 3", "3 1", "3 3", "9 ."))
                        .mean())
                .isCloseTo(0.5, within(1e-12));
        assertThat(PairTrends.between(NUMBERS, rows("0 1", "1 0", "2 2"), rising)
                        .mean())
                .isCloseTo(0.75, within(1e-12)); // r = 1/2
        assertThat(PairTrends.between(NUMBERS, rising, rows("1 1", "1 2")).mean())
                .as("a constant synthetic number")
                .isCloseTo(0.5, within(1e-12));
        assertThat(PairTrends.between(NUMBERS, rows("1 1", "1 2"), rising).pairs())
                .as("a constant real number")
                .isEmpty();
    }

    @Test
    void levelsAreComparedByContingency() {
        List<String[]> same = rows("a c", "b d");
        assertThat(PairTrends.between(LEVELS, same, rows("a d", "b c")).mean()).isZero();
        assertThat(PairTrends.between(LEVELS, same, rows("a c", "a d", "b c", "b d"))
                        .mean())
                .isEqualTo(0.5);
        assertThat(PairTrends.between(LEVELS, same, rows("a .", "b d")).mean()).isEqualTo(0.5);
    }

    @Test
    void aNumberBesideLevelsIsBinned() {
        List<String[]> real = rows("0 a", "10 b");
        assertThat(PairTrends.between(BOTH, real, rows("0.9 a", "12 b")).mean()).isEqualTo(1);
        assertThat(PairTrends.between(BOTH, real, rows("1.1 a", "10 b")).mean()).isEqualTo(0.5);
        assertThat(PairTrends.between(BOTH, real, rows("-1 a", "9.9 b")).mean()).isZero();
        assertThat(PairTrends.between(BOTH, real, rows(". a", "10 b")).mean()).isEqualTo(0.5);
        assertThat(PairTrends.between(BOTH, rows("3 a", "3 b"), rows("4 a", "3 b"))
                        .mean())
                .isEqualTo(1);
    }

    @Test
    void shuffledColumnsLoseTheirTrends() {
        Seeds.check(5, random -> {
            List<String[]> rows = MixedTables.mixed(2000, random);
            assertThat(PairTrends.between(MixedTables.MIXED, rows, rows).pairs())
                    .hasSize(6)
                    .allSatisfy(pair -> assertThat(pair.similarity()).isCloseTo(1, within(1e-12)));
            PairTrends shuffled = PairTrends.between(MixedTables.MIXED, rows, MixedTables.shuffled(rows, 1));
            assertThat(shuffled.pairs().get(0).similarity()).isCloseTo(0.6, within(0.05)); // r = .8 becomes 0
            assertThat(shuffled.mean()).isLessThan(0.75);
        });
    }

    @Test
    void anotherSampleHasTheTrends() {
        SplittableRandom random = new SplittableRandom(3);
        assertThat(PairTrends.between(
                                MixedTables.MIXED, MixedTables.mixed(5000, random), MixedTables.mixed(5000, random))
                        .mean())
                .isGreaterThan(0.96);
    }
}
