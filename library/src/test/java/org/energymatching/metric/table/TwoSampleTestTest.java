package org.energymatching.metric.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.metric.table.MixedTables.levels;
import static org.energymatching.metric.table.MixedTables.number;
import static org.energymatching.metric.table.MixedTables.rows;
import static org.energymatching.metric.table.MixedTables.schema;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.data.schema.Schema;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class TwoSampleTestTest {

    /** Φ(1/√2): the area for two normal distributions whose means differ by one deviation. */
    private static final double ONE_APART = 0.76025;

    private static List<String[]> normal(int count, double mean, RandomGenerator random) {
        return IntStream.range(0, count)
                .mapToObj(i -> new String[] {
                    Double.toString(mean + random.nextGaussian()), Double.toString(random.nextGaussian())
                })
                .toList();
    }

    @Test
    void normalSamplesHaveTheAreaOfTheFormula() {
        Schema schema = schema(number(), number());
        Seeds.check(3, random -> {
            TwoSampleTest apart =
                    TwoSampleTest.between(schema, normal(4000, 0, random), normal(2000, 1, random), Rng.of(1));
            assertThat(apart.auroc()).isCloseTo(ONE_APART, within(0.02));
            assertThat(apart.score()).isCloseTo(2 - 2 * apart.auroc(), within(1e-9));
            TwoSampleTest same =
                    TwoSampleTest.between(schema, normal(4000, 0, random), normal(2000, 0, random), Rng.of(1));
            assertThat(same.auroc()).isCloseTo(0.5, within(0.04));
            assertThat(same.score()).isBetween(0.93, 1.0);
        });
    }

    @Test
    void aLevelOfOneSideGivesItAway() {
        String[] real =
                IntStream.range(0, 90).mapToObj(i -> i % 2 == 0 ? "a" : "b").toArray(String[]::new);
        String[] synthetic = IntStream.range(0, 60).mapToObj(i -> "c").toArray(String[]::new);
        TwoSampleTest separated =
                TwoSampleTest.between(schema(levels("a", "b")), rows(real), rows(synthetic), Rng.of(2));
        assertThat(separated).isEqualTo(new TwoSampleTest(1, 0));
        Arrays.fill(synthetic, ".");
        assertThat(TwoSampleTest.between(schema(levels("a", "b")), rows(real), rows(synthetic), Rng.of(2)))
                .isEqualTo(new TwoSampleTest(1, 0));
    }

    @Test
    void missingNumbersGiveItAway() {
        String[] real = IntStream.range(0, 60).mapToObj(Integer::toString).toArray(String[]::new);
        String[] synthetic = IntStream.range(0, 60).mapToObj(i -> ".").toArray(String[]::new);
        assertThat(TwoSampleTest.between(schema(number()), rows(real), rows(synthetic), Rng.of(2))
                        .auroc())
                .isEqualTo(1);
    }

    /** A linear classifier on single columns sees no dependence between them. */
    @Test
    void shuffledColumnsAreHiddenFromALinearClassifier() {
        Seeds.check(3, random -> {
            List<String[]> rows = MixedTables.mixed(3000, random);
            assertThat(TwoSampleTest.between(MixedTables.MIXED, rows, MixedTables.shuffled(rows, 1), Rng.of(3))
                            .auroc())
                    .isBetween(0.45, 0.53);
        });
    }

    @Test
    void needsARowForEachFold() {
        assertThatThrownBy(
                        () -> TwoSampleTest.between(schema(number()), rows("1", "2"), rows("1", "2", "3"), Rng.of(1)))
                .isInstanceOf(UsageException.class);
    }
}
