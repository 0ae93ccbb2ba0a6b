package org.energymatching.metric.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.metric.table.MixedTables.levels;
import static org.energymatching.metric.table.MixedTables.number;
import static org.energymatching.metric.table.MixedTables.rows;
import static org.energymatching.metric.table.MixedTables.schema;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.data.schema.ColumnType;
import org.energymatching.data.schema.Schema;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.metric.table.PredictiveUtility.Measure;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class PredictiveUtilityTest {

    /** Φ(1/√2) and Φ(2/√2). */
    private static final double ONE_APART = 0.76025;

    private static final double TWO_APART = 0.92135;

    private static final Schema CLASSES = schema(number(), levels("a", "b", "c"));

    /** A class and a normal number around the class's mean; every tenth class is missing, and its number is wrong. */
    private static List<String[]> classes(int count, RandomGenerator random, double... means) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int k = random.nextInt(means.length);
                    boolean missing = i % 10 == 0;
                    double x = (missing ? -9 : 1) * means[k] + random.nextGaussian();
                    return new String[] {Double.toString(x), missing ? "?" : "abc".substring(k, k + 1)};
                })
                .toList();
    }

    @Test
    void twoNormalClassesHaveTheAreaOfTheFormula() {
        Seeds.check(3, random -> {
            PredictiveUtility utility = PredictiveUtility.between(
                    CLASSES,
                    "c1",
                    classes(3000, random, 0, 1),
                    classes(3000, random, 1, 0),
                    classes(5000, random, 0, 1));
            assertThat(utility.measure()).isEqualTo(Measure.AUROC);
            assertThat(utility.real()).isCloseTo(ONE_APART, within(0.02));
            assertThat(utility.synthetic())
                    .as("synthetic classes are swapped")
                    .isCloseTo(1 - utility.real(), within(1e-12));
        });
    }

    /** Means -1, 0 and 1: the outer classes against a half at one deviation and a half at two, the middle one by nothing linear. */
    @Test
    void moreClassesAreAveraged() {
        Seeds.check(3, random -> {
            List<String[]> test = classes(9000, random, -1, 0, 1);
            PredictiveUtility utility = PredictiveUtility.between(
                    CLASSES, "c1", classes(9000, random, -1, 0, 1), classes(9000, random, -1, 0), test);
            double outer = (ONE_APART + TWO_APART) / 2;
            assertThat(utility.real()).isCloseTo((2 * outer + 0.5) / 3, within(0.03));
            assertThat(utility.synthetic())
                    .as("no class c, and b has the larger numbers")
                    .isCloseTo((outer + 0.5 + 0.5) / 3, within(0.03));
        });
    }

    @Test
    void aNumberIsPredictedWithTheSquareOfItsCorrelation() {
        Schema schema = schema(number(), number(), new ColumnType.Identifier("text"));
        Seeds.check(3, random -> {
            List<String[]> real = MixedTables.mixed(6000, random);
            PredictiveUtility utility = PredictiveUtility.between(
                    schema,
                    "c1",
                    numbers(real.subList(0, 3000)),
                    numbers(MixedTables.shuffled(real.subList(0, 3000), 5)),
                    numbers(real.subList(3000, 6000)));
            assertThat(utility.measure()).isEqualTo(Measure.R_SQUARED);
            assertThat(utility.real()).isCloseTo(0.95 * 0.64, within(0.03)); // of rows with both numbers
            assertThat(utility.synthetic()).isCloseTo(0, within(0.05));
        });
    }

    private static List<String[]> numbers(List<String[]> mixed) {
        return mixed.stream().map(row -> new String[] {row[0], row[1], "text"}).toList();
    }

    @Test
    void namesWhatDoesNotFit() {
        List<String[]> two = rows("1 a", "2 b");
        assertThatThrownBy(() -> PredictiveUtility.between(CLASSES, "c1", two, two, rows("1 a", "2 a")))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> PredictiveUtility.between(CLASSES, "c7", two, two, two))
                .isInstanceOf(UsageException.class);
        Schema constant = schema(number(), new ColumnType.Constant("a"));
        assertThatThrownBy(() -> PredictiveUtility.between(constant, "c1", two, two, two))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("constant");
        assertThatThrownBy(() -> PredictiveUtility.between(constant, "c0", two, two, two))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("beside");
    }
}
