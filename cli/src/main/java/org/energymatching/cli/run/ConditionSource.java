package org.energymatching.cli.run;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.Samples;
import org.energymatching.condition.Condition;
import org.energymatching.condition.Conditions;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of the rows of a data set.
 *
 * @param conditions their kinds
 * @param rows the encoded conditions, (rows, k); null where there are none
 */
public record ConditionSource(
        Conditions conditions, @Nullable Samples rows) {

    /** A column with more distinct numbers is one continuous condition; with fewer, its numbers are classes. */
    private static final int MOST_CLASSES_OF_NUMBERS = 24;

    private static final int MOST_CLASSES = 1000;
    private static final Pattern OF_DATE = Pattern.compile("(month|weekday)\\((.+)\\)");

    /** The columns that conditions are read from. */
    static List<String> columns(List<String> asked) {
        return asked.stream().map(ConditionSource::column).distinct().toList();
    }

    private static String column(String asked) {
        Matcher date = OF_DATE.matcher(asked);
        return date.matches() ? date.group(2) : asked;
    }

    /** The conditions of some of the rows; null where there are none. */
    @Nullable
    Samples of(int... numbers) {
        return rows == null ? null : rows.pick(numbers);
    }

    /** The requested conditions, from the text of their columns' cells. */
    public static ConditionSource of(String origin, List<String> asked, Function<String, List<String>> words) {
        if (asked.isEmpty()) {
            return new ConditionSource(Conditions.none(), null);
        }
        List<Condition> fields = new ArrayList<>();
        List<List<String>> values = new ArrayList<>();
        for (String each : asked) {
            List<String> cells = words.apply(column(each));
            Matcher date = OF_DATE.matcher(each);
            if (date.matches()) {
                boolean month = date.group(1).equals("month");
                cells = cells.stream()
                        .map(cell -> ofDate(
                                origin, date.group(2), cell, month ? ConditionSource::month : ConditionSource::weekday))
                        .toList();
                fields.add(classes(origin, date.group(1), cells));
            } else {
                fields.add(field(origin, each, cells));
            }
            values.add(cells);
        }
        Conditions conditions = new Conditions(fields);
        int rows = values.get(0).size();
        int width = conditions.width();
        float[] encoded = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            int offset = row * width;
            for (int k = 0; k < fields.size(); k++) {
                fields.get(k).encode(values.get(k).get(row), encoded, offset);
                offset += fields.get(k).width();
            }
        }
        return new ConditionSource(conditions, new Samples(encoded, Shape.of(rows, width)));
    }

    private static String ofDate(String origin, String column, String cell, Function<LocalDate, String> part) {
        try {
            return part.apply(LocalDate.parse(cell.length() > 10 ? cell.substring(0, 10) : cell));
        } catch (DateTimeParseException other) {
            throw new DataException(
                    origin + ", column '" + column + "' holds '" + cell + "', which is no date.",
                    "A condition on the month or weekday takes dates such as 2012-07-31.",
                    "Write dates so, or add a column of months to the table.",
                    other);
        }
    }

    private static String month(LocalDate date) {
        return Integer.toString(date.getMonthValue());
    }

    private static String weekday(LocalDate date) {
        return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT);
    }

    private static Condition field(String origin, String name, List<String> cells) {
        double[] numbers = cells.stream().mapToDouble(ConditionSource::number).toArray();
        boolean numeric = Arrays.stream(numbers).allMatch(Double::isFinite);
        long distinct = cells.stream().distinct().count();
        if (numeric && distinct > MOST_CLASSES_OF_NUMBERS) {
            double mean = Arrays.stream(numbers).average().orElseThrow();
            double variance = Arrays.stream(numbers)
                    .map(number -> (number - mean) * (number - mean))
                    .average()
                    .orElseThrow();
            return new Condition.Continuous(name, mean, Math.sqrt(variance));
        }
        return classes(origin, name, cells);
    }

    private static double number(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException word) {
            return Double.NaN;
        }
    }

    /** Numbers in numerical order, then words in alphabetical order. */
    private static Condition classes(String origin, String name, List<String> cells) {
        List<String> levels = cells.stream()
                .distinct()
                .sorted(Comparator.comparingDouble(ConditionSource::number).thenComparing(Comparator.naturalOrder()))
                .toList();
        if (levels.size() < 2 || levels.size() > MOST_CLASSES) {
            throw new DataException(
                    origin + " has " + levels.size() + (levels.size() == 1 ? " value" : " different words")
                            + " of the condition '" + name + "'.",
                    "A condition has from 2 to " + MOST_CLASSES + " classes, or is a number.",
                    "Leave it out of data.condition.");
        }
        return new Condition.Categorical(name, levels);
    }
}
