package org.energymatching.data.schema;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.Nearest;
import org.energymatching.data.file.Numbers;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/** The type of the cells of a column. */
public sealed interface ColumnType extends SelfDescribing {

    /** Its name in {@code --types}. */
    String name();

    /** The values of the cells, in one line. */
    String text();

    /** Whether its cells are learnt; constants and identifiers are not. */
    default boolean isLearnt() {
        return true;
    }

    /** Whether all its cells are numbers. */
    default boolean isNumeric() {
        return this instanceof Continuous
                || this instanceof Bounded
                || this instanceof Whole
                || this instanceof Bool two && CsvCell.isNumber(two.no(), false) && CsvCell.isNumber(two.yes(), false);
    }

    /** Its name and parameters, for checkpoints. */
    @Override
    Map<String, Object> description();

    /**
     * The type of a description.
     *
     * @throws org.energymatching.error.DataException if it is not a description of a type
     */
    static ColumnType from(Map<?, ?> description) {
        Fields fields = new Fields(description);
        return switch (fields.word("type")) {
            case "continuous" -> new Continuous();
            case "bounded" ->
                new Bounded(
                        fields.number("low", Double.NEGATIVE_INFINITY),
                        fields.number("high", Double.POSITIVE_INFINITY));
            case "integer" -> new Whole(fields.whole("low"), fields.whole("high"));
            case "boolean" -> new Bool(fields.word("no"), fields.word("yes"));
            case "categorical" -> new Categorical(fields.words("levels"));
            case "date" ->
                new Timestamp(
                        fields.word("format"),
                        LocalDateTime.parse(fields.word("first")),
                        LocalDateTime.parse(fields.word("last")),
                        fields.whole("step"));
            case "constant" -> new Constant(fields.word("value"));
            case "id" -> new Identifier(fields.word("reason"));
            default -> throw Fields.unfit(fields.word("type"), "the type of a column");
        };
    }

    private static Map<String, Object> described(ColumnType type) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", type.name());
        return description;
    }

    private static UsageException unfit(String happened, String expected) {
        return new UsageException(happened, expected, "Give the column another type.");
    }

    /** Any number. */
    record Continuous() implements ColumnType {

        @Override
        public String name() {
            return "continuous";
        }

        @Override
        public String text() {
            return "any number";
        }

        @Override
        public Map<String, Object> description() {
            return described(this);
        }
    }

    /**
     * A number between two bounds, inclusive.
     *
     * @param low may be minus infinite
     * @param high above it; may be infinite
     */
    record Bounded(double low, double high) implements ColumnType {

        /** Checks the bounds. */
        public Bounded {
            if (!(low < high) || Double.isInfinite(low) && Double.isInfinite(high)) {
                throw unfit(
                        "A column is bounded by " + low + " and " + high + ".",
                        "One bound at least is finite, and the lower one is below the upper one.");
            }
        }

        @Override
        public String name() {
            return "bounded";
        }

        @Override
        public String text() {
            return Double.isInfinite(high)
                    ? "never below " + Numbers.exact(low)
                    : Double.isInfinite(low)
                            ? "never above " + Numbers.exact(high)
                            : "from " + Numbers.exact(low) + " to " + Numbers.exact(high);
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> description = described(this);
            if (Double.isFinite(low)) {
                description.put("low", low);
            }
            if (Double.isFinite(high)) {
                description.put("high", high);
            }
            return description;
        }
    }

    /**
     * A whole number between two bounds, inclusive.
     *
     * @param low the smallest
     * @param high the largest, not below it
     */
    record Whole(long low, long high) implements ColumnType {

        /** Checks the bounds. */
        public Whole {
            if (low > high) {
                throw unfit("A column of whole numbers goes from " + low + " to " + high + ".", "It goes upwards.");
            }
        }

        @Override
        public String name() {
            return "integer";
        }

        @Override
        public String text() {
            return "whole, from " + low + " to " + high;
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> description = described(this);
            description.put("low", low);
            description.put("high", high);
            return description;
        }
    }

    /**
     * One of two words or numbers.
     *
     * @param no the first, as written
     * @param yes the second, as written
     */
    record Bool(String no, String yes) implements ColumnType {

        /** Checks that they differ. */
        public Bool {
            if (no.equals(yes)) {
                throw unfit("Both words of a column are '" + no + "'.", "A boolean column has two.");
            }
        }

        @Override
        public String name() {
            return "boolean";
        }

        @Override
        public String text() {
            return no + " or " + yes;
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> description = described(this);
            description.put("no", no);
            description.put("yes", yes);
            return description;
        }
    }

    /**
     * One of several words; rare ones are included.
     *
     * @param levels as written, all different, the most frequent first
     */
    record Categorical(List<String> levels) implements ColumnType {

        /** Checks and copies the levels. */
        public Categorical {
            levels = List.copyOf(levels);
            if (levels.isEmpty() || levels.stream().distinct().count() < levels.size()) {
                throw unfit(
                        "A column has the levels " + Nearest.brief(levels) + ".", "There is one or more, each once.");
            }
        }

        @Override
        public String name() {
            return "categorical";
        }

        @Override
        public String text() {
            return (levels.size() == 1 ? "one level: " : levels.size() + " levels: ")
                    + String.join(", ", levels.subList(0, Math.min(3, levels.size())))
                    + (levels.size() > 3 ? ", …" : "");
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> description = described(this);
            description.put("levels", levels);
            return description;
        }
    }

    /**
     * A day, or a time of a day.
     *
     * @param format a pattern of {@link java.time.format.DateTimeFormatter}, such as yyyy-MM-dd
     * @param first the earliest
     * @param last the latest
     * @param step milliseconds that divide all differences
     */
    record Timestamp(String format, LocalDateTime first, LocalDateTime last, long step) implements ColumnType {

        /** Checks the order. */
        public Timestamp {
            if (last.isBefore(first) || step < 1) {
                throw unfit(
                        "A column of times goes from " + first + " to " + last + " in steps of " + step + " ms.",
                        "It goes forward.");
            }
        }

        /** Reads cells as days since 1970; NaN if a cell is not a time of this format. */
        public ToDoubleFunction<String> days() {
            DateFormat written = DateFormat.of(format);
            return cell -> {
                LocalDateTime time = written.time(cell);
                return time == null ? Double.NaN : DateFormat.milliseconds(time) / TimeCells.DAY;
            };
        }

        @Override
        public String name() {
            return "date";
        }

        @Override
        public String text() {
            DateFormat written = DateFormat.of(format);
            return format + ", from " + written.text(first) + " to " + written.text(last);
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> description = described(this);
            description.put("format", format);
            description.put("first", first.toString());
            description.put("last", last.toString());
            description.put("step", step);
            return description;
        }
    }

    /**
     * A constant: the same value in every row.
     *
     * @param value as written; empty if no row has one
     */
    record Constant(String value) implements ColumnType {

        @Override
        public boolean isLearnt() {
            return false;
        }

        @Override
        public String name() {
            return "constant";
        }

        @Override
        public String text() {
            return value.isEmpty() ? "always missing" : "always " + value;
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> description = described(this);
            description.put("value", value);
            return description;
        }
    }

    /**
     * An identifier, which names or numbers a row, or text: not used in training.
     *
     * @param reason the reason for this type, in words
     */
    record Identifier(String reason) implements ColumnType {

        @Override
        public boolean isLearnt() {
            return false;
        }

        @Override
        public String name() {
            return "id";
        }

        @Override
        public String text() {
            return reason;
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> description = described(this);
            description.put("reason", reason);
            return description;
        }
    }
}
