package org.energymatching.metric.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.data.schema.Column;
import org.energymatching.data.schema.ColumnType;
import org.energymatching.data.schema.Schema;

/** Tables for tests of measures. */
final class MixedTables {

    /** Two numbers and two columns of levels. */
    static final Schema MIXED = schema(number(), number(), levels("a", "b", "c"), new ColumnType.Bool("no", "yes"));

    private MixedTables() {}

    static ColumnType number() {
        return new ColumnType.Continuous();
    }

    static ColumnType levels(String... levels) {
        return new ColumnType.Categorical(List.of(levels));
    }

    /** Columns c0, c1, … */
    static Schema schema(ColumnType... types) {
        return new Schema(
                IntStream.range(0, types.length)
                        .mapToObj(j -> new Column("c" + j, types[j], 0, null))
                        .toList(),
                1);
    }

    /** Rows of words between blanks, one for each string; a point is a missing cell. */
    static List<String[]> rows(String... lines) {
        return Arrays.stream(lines)
                .map(line -> Arrays.stream(line.split(" "))
                        .map(cell -> cell.equals(".") ? "" : cell)
                        .toArray(String[]::new))
                .toList();
    }

    /** Standard normal numbers of correlation .8, and levels that say their thirds and signs; some cells are missing. */
    static List<String[]> mixed(int count, RandomGenerator random) {
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = random.nextGaussian();
            double y = 0.8 * x + 0.6 * random.nextGaussian();
            rows.add(new String[] {
                random.nextInt(20) == 0 ? "" : Double.toString(x),
                Double.toString(y),
                random.nextInt(20) == 0 ? "" : x < -0.43 ? "a" : x < 0.43 ? "b" : "c",
                x + 0.3 * random.nextGaussian() < 0 ? "no" : "yes"
            });
        }
        return rows;
    }

    /** The same cells in each column, in an order of the column's own. */
    static List<String[]> shuffled(List<String[]> rows, long seed) {
        List<String[]> copies = rows.stream().map(String[]::clone).toList();
        for (int j = 0; j < rows.get(0).length; j++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
            Collections.shuffle(order, new Random(seed + j));
            for (int i = 0; i < rows.size(); i++) {
                copies.get(i)[j] = rows.get(order.get(i))[j];
            }
        }
        return copies;
    }
}
