package org.energymatching.data.sequence;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.file.CsvLines;
import org.energymatching.data.file.Nearest;
import org.energymatching.error.DataException;

/** Sequences, or scores by name, in a table with a line of names. */
final class SequenceTable {

    /** The column of names in a table of scores. */
    private static final String NAME = "name";

    private SequenceTable() {}

    /**
     * A sequence and its position.
     *
     * @param line of the file, counted from 1
     * @param letters as in the file
     * @param score NaN if none is read
     */
    record Entry(long line, String letters, double score) {}

    static List<Entry> read(Path path, SequenceFormat format) {
        return rows(path, (lines, columns) -> {
            int sequence = index(path, columns, format.sequenceColumn());
            int score = format.wantsScores() ? index(path, columns, format.scoreColumn()) : -1;
            return row -> new Entry(
                    lines.number(row),
                    row.getField(sequence).strip(),
                    score < 0 ? Double.NaN : number(path, lines, row, score, format.scoreColumn()));
        });
    }

    /** Columns of numbers by name. */
    static Map<String, double[]> numbers(Path path, List<String> names) {
        List<double[]> rows = rows(path, (lines, columns) -> {
            int[] chosen =
                    names.stream().mapToInt(name -> index(path, columns, name)).toArray();
            return row -> IntStream.range(0, chosen.length)
                    .mapToDouble(j -> number(path, lines, row, chosen[j], names.get(j)))
                    .toArray();
        });
        Map<String, double[]> found = new LinkedHashMap<>();
        for (int j = 0; j < names.size(); j++) {
            int column = j;
            found.put(
                    names.get(j), rows.stream().mapToDouble(row -> row[column]).toArray());
        }
        return found;
    }

    /** The scores of a table of names and scores. */
    static Map<String, Double> scores(Path path, String scoreColumn) {
        Map<String, Double> scores = new LinkedHashMap<>();
        rows(path, (lines, columns) -> {
            int name = index(path, columns, NAME);
            int score = index(path, columns, scoreColumn);
            return row -> {
                if (scores.put(row.getField(name).strip(), number(path, lines, row, score, scoreColumn)) != null) {
                    throw new DataException(
                            path + ", line " + lines.number(row) + " gives '"
                                    + row.getField(name).strip() + "' a second score.",
                            "Each name has one score.",
                            "Delete one of the two lines.");
                }
                return row;
            };
        });
        return scores;
    }

    /** The result of a function of the lines and the names of their columns, for each row. */
    private static <T> List<T> rows(Path path, BiFunction<CsvLines, List<String>, Function<CsvRecord, T>> reading) {
        return CsvLines.read(path, CsvFormat.inferred(), lines -> {
            List<String> columns = columns(path, lines);
            Function<CsvRecord, T> read = reading.apply(lines, columns);
            List<T> rows = new ArrayList<>();
            for (CsvRecord row = lines.next(); row != null; row = lines.next()) {
                lines.requireWidth(row, columns);
                rows.add(read.apply(row));
            }
            return rows;
        });
    }

    private static List<String> columns(Path path, CsvLines lines) {
        CsvRecord header = lines.next();
        if (header == null) {
            throw new DataException(
                    path + " is empty.",
                    "A line of column names and a line for each sequence were expected.",
                    "Check that the file was written to its end.");
        }
        return lines.names(header);
    }

    private static int index(Path path, List<String> columns, String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new DataException(
                    path + " has no column '" + name + "'; its first line reads " + Nearest.brief(columns) + ".",
                    "The first line names the columns, one of them " + name + ".",
                    Nearest.to(name, columns)
                            .map(near -> "Perhaps '" + near + "' was meant: name it, or rename the column.")
                            .orElse("Add a line of names at the top, such as sequence,score, or name the column."));
        }
        return index;
    }

    private static double number(Path path, CsvLines lines, CsvRecord row, int index, String column) {
        String cell = row.getField(index);
        double number = CsvCell.number(cell, false);
        if (!Double.isFinite(number)) {
            throw new DataException(
                    path + ", line " + lines.number(row) + ", column '" + column + "' " + CsvCell.fault(cell) + ".",
                    "Every sequence has a score, a finite number with a decimal point.",
                    "Fill the score in, or delete the line.");
        }
        return number;
    }
}
