package org.energymatching.metric.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.metric.table.MixedTables.levels;
import static org.energymatching.metric.table.MixedTables.number;
import static org.energymatching.metric.table.MixedTables.rows;
import static org.energymatching.metric.table.MixedTables.schema;

import java.time.LocalDateTime;
import java.util.List;
import java.util.SplittableRandom;
import org.energymatching.data.schema.ColumnType;
import org.energymatching.data.schema.Schema;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;

class ColumnShapesTest {

    @Test
    void agreesWithValuesByHand() {
        LocalDateTime day = LocalDateTime.parse("2020-01-01T00:00");
        Schema schema = schema(
                number(),
                levels("a", "b"),
                new ColumnType.Timestamp("yyyy-MM-dd", day, day, 1),
                new ColumnType.Constant("k"),
                new ColumnType.Identifier("text"));
        List<String[]> real = rows("1 a 2020-01-01 k r", "2 a 2020-01-02 k s", "3 b 2020-01-03 k t", "4 . . k u");
        List<String[]> synthetic =
                rows("3 a 2020-01-02 k v", "4 b 2020-01-03 k w", "5 b 2020-01-03 k x", ". d 2020-02-01 k y");
        ColumnShapes shapes = ColumnShapes.between(schema, real, synthetic);
        assertThat(shapes.columns())
                .containsExactly(
                        entry("c0", 0.5), // F(2) = 1/2 and G(2) = 0
                        entry("c1", 0.5), // (1/2, 1/4, missing 1/4, 0) and (1/4, 1/2, 0, 1/4)
                        entry("c2", 1 - (2.0 / 3 - 1.0 / 4))); // F and G on the second day
        assertThat(shapes.mean()).isCloseTo(19.0 / 36, within(1e-12));
    }

    @Test
    void missingNumbersOnOneSideScoreNothing() {
        Schema schema = schema(number(), number(), number());
        ColumnShapes shapes = ColumnShapes.between(schema, rows("1 . 1", "2 . 1"), rows(". . 1", ". . 1"));
        assertThat(shapes.columns()).containsExactly(entry("c0", 0.0), entry("c2", 1.0));
    }

    @Test
    void shuffledColumnsHaveTheirShapes() {
        List<String[]> rows = MixedTables.mixed(500, new SplittableRandom(1));
        assertThat(ColumnShapes.between(MixedTables.MIXED, rows, MixedTables.shuffled(rows, 1))
                        .columns()
                        .values())
                .hasSize(4)
                .allSatisfy(similarity -> assertThat(similarity).isCloseTo(1, within(1e-12)));
    }

    @Test
    void namesWhatDoesNotFit() {
        assertThatThrownBy(() -> ColumnShapes.between(schema(number()), rows("1"), rows("x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'c0'")
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> ColumnShapes.between(schema(number()), rows("1"), rows("1 2")))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ColumnShapes.between(schema(number()), rows("1"), List.of()))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ColumnShapes.between(schema(new ColumnType.Constant("1")), rows("1"), rows("1")))
                .isInstanceOf(UsageException.class);
    }
}
