package org.energymatching.data.schema;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.data.file.CsvCell;
import org.jspecify.annotations.Nullable;

/** The statistics of one column of a CSV file while it is read: counts and extremes of all its cells, in bounded memory. */
final class ColumnSummary {

    /** The number of different words that are stored, each with its count. */
    static final int MOST_LEVELS = 4096;

    /** The most digits of a whole number that a double holds; longer ones are codes. */
    private static final int LONGEST_NUMBER = 15;

    /** The most letters of a sign for a missing number. */
    private static final int LONGEST_SIGN = 8;

    private static final class Level {

        private final double number;
        private long rows;

        Level(double number) {
            this.number = number;
        }
    }

    private final String name;
    private final DateSummary dates;
    private final Map<String, Level> levels = new HashMap<>();
    private boolean tooMany;

    private long rows;
    private long missing;
    private long numbers;
    private long codes;
    private long spaced;
    private long commas;
    private String firstComma = "";
    private String firstWord = "";
    private String firstFraction = "";

    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private long atLowest;
    private long atHighest;
    private int fewest = Integer.MAX_VALUE;
    private int most;
    private boolean counting = true;
    private double previous = Double.NaN;

    ColumnSummary(String name, Stream<DateFormat> formats) {
        this.name = name;
        this.dates = new DateSummary(formats);
    }

    /** Adds the next cell. */
    void add(String written, long line) {
        String cell = written.strip();
        rows++;
        Level known = tooMany ? null : levels.get(cell);
        double number = known != null ? known.number : number(cell);
        boolean word = Double.isNaN(number);
        if (word && known == null && cell.length() <= LONGEST_SIGN && CsvCell.isMissing(cell)) {
            missing++;
            counting = false;
            return;
        }
        if (known == null) {
            seen(cell, number, line);
        } else {
            known.rows++;
        }
        if (word) {
            counting = false;
            spaced += cell.indexOf(' ') >= 0 ? 1 : 0;
            codes += isCode(cell) ? 1 : 0;
            commas += cell.indexOf(',') >= 0 && CsvCell.isNumber(cell, true) ? 1 : 0;
        } else {
            count(number);
        }
    }

    /** Adds a word or number that is not among those stored: new, or one too many. */
    private void seen(String cell, double number, long line) {
        if (!tooMany) {
            if (levels.size() == MOST_LEVELS) {
                tooMany = true;
                levels.clear();
            } else {
                Level level = new Level(number);
                level.rows = 1;
                levels.put(cell, level);
            }
        }
        dates.add(cell);
        if (!Double.isNaN(number)) {
            int decimals = WrittenNumbers.decimals(cell);
            fewest = Math.min(fewest, decimals);
            most = Math.max(most, decimals);
            if (firstFraction.isEmpty() && !isWhole(number)) {
                firstFraction = place(cell, line);
            }
        } else {
            firstWord = firstWord.isEmpty() ? place(cell, line) : firstWord;
            if (firstComma.isEmpty() && cell.indexOf(',') >= 0) {
                firstComma = place(cell, line);
            }
        }
    }

    private void count(double number) {
        numbers++;
        counting &= number == Math.rint(number) && (numbers == 1 || number == previous + 1);
        previous = number;
        atLowest = number < lowest ? 1 : atLowest + (number == lowest ? 1 : 0);
        atHighest = number > highest ? 1 : atHighest + (number == highest ? 1 : 0);
        lowest = Math.min(lowest, number);
        highest = Math.max(highest, number);
    }

    /** The number in a cell, or NaN; text unlike a number is not parsed, as that is slow, and codes are words. */
    private static double number(String cell) {
        int points = 0;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean sign = c == '-' || c == '+';
            boolean exponent = c == 'e' || c == 'E';
            points += c == '.' ? 1 : 0;
            boolean begins = i == 0 || cell.charAt(i - 1) == 'e' || cell.charAt(i - 1) == 'E';
            if (points > 1
                    || sign && !begins
                    || exponent && i == 0
                    || !(sign || exponent || c == '.' || c >= '0' && c <= '9')) {
                return Double.NaN;
            }
        }
        return isCode(cell) ? Double.NaN : CsvCell.number(cell, false);
    }

    /** Whether a cell has digits that a number would lose: 00501, or twenty of them. */
    private static boolean isCode(String cell) {
        boolean leading = cell.length() > 1 && cell.charAt(0) == '0' && cell.charAt(1) != '.';
        return (leading || cell.length() > LONGEST_NUMBER) && CsvCell.isInteger(cell);
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p53;
    }

    private static String place(String cell, long line) {
        return "'" + (cell.length() <= 40 ? cell : cell.substring(0, 40) + "…") + "' in line " + line;
    }

    String name() {
        return name;
    }

    DateSummary dates() {
        return dates;
    }

    long rows() {
        return rows;
    }

    long missing() {
        return missing;
    }

    /** The rows that are not missing. */
    long present() {
        return rows - missing;
    }

    long numbers() {
        return numbers;
    }

    /** Cells of digits that are not numbers, such as 00501. */
    long codes() {
        return codes;
    }

    /** Words with a space inside. */
    long spaced() {
        return spaced;
    }

    /** Words that would be numbers with a comma as the decimal mark. */
    long commas() {
        return commas;
    }

    String firstComma() {
        return firstComma;
    }

    String firstWord() {
        return firstWord;
    }

    /** The first number that is not whole, or too large for an exact double, and its line; empty where there is none. */
    String firstFraction() {
        return firstFraction;
    }

    double lowest() {
        return lowest;
    }

    double highest() {
        return highest;
    }

    long atLowest() {
        return atLowest;
    }

    long atHighest() {
        return atHighest;
    }

    /** Whether each row has the whole number after that of the row before. */
    boolean counting() {
        return counting;
    }

    /** Whether there are more different cells than are stored. */
    boolean tooMany() {
        return tooMany;
    }

    /** The different cells, the most frequent first; none if there are too many. */
    List<String> levels() {
        return levels.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Level> level) -> -level.getValue().rows)
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The format of the numbers; null if there are words. */
    @Nullable
    WrittenNumbers written() {
        return numbers == 0 || numbers < present() ? null : new WrittenNumbers(lowest, highest, fewest, most);
    }
}
