package org.energymatching.data.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.energymatching.data.file.CsvCell;

/** The type of a column from all its cells, by the rules of {@link SchemaInference}. */
final class TypeRules {

    /** The number of different cells up to which some may be words and others numbers. */
    private static final int FEW = 12;

    /** The share of numbers from which a column is one of numbers, and its words are mistakes. */
    private static final double MOSTLY = 0.9;

    /** An end that this share of the rows has, and this many rows, is a bound. */
    private static final double SHARE_AT_BOUND = 0.01;

    private static final int ROWS_AT_BOUND = 10;

    private TypeRules() {}

    /** The reason why the column fits no type, to follow its name; empty if it does. */
    static Optional<String> fault(ColumnSummary column) {
        if (column.commas() > 0 && column.commas() + column.numbers() == column.present()) {
            return Optional.of("has a comma inside numbers, " + column.firstComma()
                    + ": a decimal comma, or one that groups digits");
        }
        boolean words = column.numbers() < column.present();
        boolean many = column.tooMany() || column.levels().size() > FEW;
        if (words && many && column.codes() == 0 && column.numbers() >= MOSTLY * column.present()) {
            return Optional.of("has " + (column.present() - column.numbers()) + " words among " + column.numbers()
                    + " numbers, the first " + column.firstWord());
        }
        return column.present() > 0 && column.dates().fits() && column.dates().doubt() != null
                ? Optional.of("has dates that may have days or months first, "
                        + column.dates().doubt())
                : Optional.empty();
    }

    /** The type of a column without a fault. */
    static ColumnType of(ColumnSummary column) {
        if (column.present() == 0) {
            return new ColumnType.Constant("");
        }
        List<String> levels = column.levels();
        boolean numbers = column.numbers() == column.present();
        boolean one = levels.size() == 1 || numbers && column.lowest() == column.highest();
        if (one && column.missing() == 0) {
            return new ColumnType.Constant(levels.get(0));
        }
        if (column.dates().fits()) {
            return column.dates().type();
        }
        if (levels.size() == 2) {
            return bool(levels);
        }
        if (numbers && !one) {
            return number(column);
        }
        return words(column, levels);
    }

    /** Two words in their order, numbers by size. */
    static ColumnType bool(List<String> two) {
        List<String> ordered = two.stream()
                .sorted(Comparator.comparingDouble((String word) -> CsvCell.number(word, false))
                        .thenComparing(String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return new ColumnType.Bool(ordered.get(0), ordered.get(1));
    }

    private static ColumnType number(ColumnSummary column) {
        if (column.counting() && column.rows() > 2) {
            return new ColumnType.Identifier("numbers the rows");
        }
        if (column.firstFraction().isEmpty()) {
            return new ColumnType.Whole((long) column.lowest(), (long) column.highest());
        }
        double enough = Math.max(ROWS_AT_BOUND, SHARE_AT_BOUND * column.numbers());
        double low =
                column.atLowest() >= enough ? column.lowest() : column.lowest() >= 0 ? 0 : Double.NEGATIVE_INFINITY;
        double high = column.atHighest() >= enough ? column.highest() : Double.POSITIVE_INFINITY;
        return Double.isInfinite(low) && Double.isInfinite(high)
                ? new ColumnType.Continuous()
                : new ColumnType.Bounded(low, high);
    }

    private static ColumnType words(ColumnSummary column, List<String> levels) {
        if (column.tooMany()) {
            return new ColumnType.Identifier("more than " + ColumnSummary.MOST_LEVELS + " different words");
        }
        if (2L * levels.size() > column.present() && levels.size() > 1) {
            return new ColumnType.Identifier(
                    2 * column.spaced() > column.present()
                            ? "text"
                            : levels.size() == column.present() ? "all different" : "mostly different words");
        }
        return new ColumnType.Categorical(levels);
    }
}
