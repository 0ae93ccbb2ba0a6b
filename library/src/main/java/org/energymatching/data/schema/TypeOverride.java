package org.energymatching.data.schema;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.energymatching.error.UsageException;

/**
 * The type that a user gives to a column.
 *
 * @param column its name
 * @param word one of {@link #WORDS}, a pair of bounds such as [0,1] or (0,inf), or date and a pattern as in date:dd/MM/yyyy
 */
record TypeOverride(String column, String word) {

    private static final List<String> WORDS =
            List.of("continuous", "positive", "integer", "boolean", "categorical", "date", "id", "constant");

    private static final String DATE = "date:";

    private static final Pattern BOUNDS = Pattern.compile("[\\[(]\\s*([^,\\s]+)\\s*,\\s*([^,\\s]+)\\s*[])]");

    /** Checks the word. */
    TypeOverride {
        if (!WORDS.contains(word)
                && !word.startsWith(DATE)
                && !BOUNDS.matcher(word).matches()) {
            throw new UsageException(
                    "The type of column '" + column + "' is given as '" + word + "'.",
                    "A type is one of " + WORDS + ", bounds such as [0,1] or [0,inf), or a date with its pattern,"
                            + " such as date:dd/MM/yyyy.",
                    "Give one of these.");
        }
        if (word.startsWith(DATE)) {
            DateFormat.of(word.substring(DATE.length()));
        }
    }

    /** The formats to try. */
    Stream<DateFormat> formats() {
        return word.startsWith(DATE)
                ? Stream.of(DateFormat.of(word.substring(DATE.length())))
                : DateFormat.USUAL.stream();
    }

    /**
     * The type, if all cells are of it.
     *
     * @throws UsageException if one is not
     */
    ColumnType of(ColumnSummary summary) {
        Matcher bounds = BOUNDS.matcher(word);
        if (bounds.matches()) {
            return bounded(summary, bound(bounds.group(1)), bound(bounds.group(2)));
        }
        if (word.startsWith(DATE)) {
            return date(summary);
        }
        return switch (word) {
            case "continuous" -> {
                requireNumbers(summary);
                yield new ColumnType.Continuous();
            }
            case "positive" -> bounded(summary, 0, Double.POSITIVE_INFINITY);
            case "integer" -> {
                requireNumbers(summary);
                require(summary.firstFraction().isEmpty(), "it has " + summary.firstFraction());
                yield new ColumnType.Whole((long) summary.lowest(), (long) summary.highest());
            }
            case "boolean" -> {
                int count = summary.levels().size();
                require(count == 2, "it has " + count(summary, count));
                yield TypeRules.bool(summary.levels());
            }
            case "categorical" -> {
                int count = summary.levels().size();
                require(count > 0, "it has " + count(summary, count));
                yield new ColumnType.Categorical(summary.levels());
            }
            case "date" -> date(summary);
            case "constant" -> {
                int count = summary.levels().size();
                require(count <= 1 && !summary.tooMany(), "it has " + count(summary, count));
                require(count == 0 || summary.missing() == 0, "it has " + summary.missing() + " missing cells");
                yield new ColumnType.Constant(count == 0 ? "" : summary.levels().get(0));
            }
            default -> new ColumnType.Identifier("left out as asked for");
        };
    }

    private static String count(ColumnSummary summary, int count) {
        return summary.tooMany()
                ? "more than " + ColumnSummary.MOST_LEVELS + " different cells"
                : count + " different cells";
    }

    private ColumnType date(ColumnSummary summary) {
        require(
                summary.present() > 0 && summary.dates().fits(),
                summary.present() == 0 ? "all its cells are missing" : "its cells are no dates in one usual format");
        String doubt = summary.dates().doubt();
        require(doubt == null, "days or months may be first, " + doubt + " (give it as " + DATE + "PATTERN)");
        return summary.dates().type();
    }

    private ColumnType bounded(ColumnSummary summary, double low, double high) {
        requireNumbers(summary);
        require(low < high && (Double.isFinite(low) || Double.isFinite(high)), "that are no bounds");
        require(
                summary.lowest() >= low && summary.highest() <= high,
                "its numbers go from " + summary.lowest() + " to " + summary.highest());
        return new ColumnType.Bounded(low, high);
    }

    private double bound(String text) {
        try {
            return switch (text) {
                case "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void requireNumbers(ColumnSummary summary) {
        require(
                summary.numbers() == summary.present() && summary.present() > 0,
                summary.present() == 0 ? "all its cells are missing" : "it has the word " + summary.firstWord());
    }

    private void require(boolean holds, String instead) {
        if (!holds) {
            throw new UsageException(
                    "Column '" + column + "' cannot be of the type '" + word + "': " + instead + ".",
                    "All cells of a column are of its type, or missing.",
                    "Give another of the types " + WORDS + " or bounds, or mend the cells.");
        }
    }
}
