package org.energymatching.data.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvLines;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.FiniteRows;
import org.energymatching.data.file.Npy;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * Named columns of numbers in double precision, with a record of how they were read.
 *
 * @param columns the name of each column of the rows
 * @param ignored the names of the file's other columns
 * @param rows finite numbers; NaN for missing values, if gaps are kept
 * @param notes the decisions while the file was read, a sentence each without its full stop
 * @param words for each column that is read as text, the cell of each row
 */
public record Table(
        List<String> columns,
        List<String> ignored,
        DoubleRows rows,
        List<String> notes,
        Map<String, List<String>> words) {

    public Table {
        columns = List.copyOf(columns);
        ignored = List.copyOf(ignored);
        notes = List.copyOf(notes);
        words = Map.copyOf(words);
        if (rows.width() != columns.size()) {
            throw new UsageException(
                    columns.size() + " column names came with " + rows + ".",
                    "A table has rows of as many numbers as it has names.",
                    "Pass rows of that width.");
        }
    }

    /** Reads the columns of a table without gaps; the other options are inferred from the file. */
    public static Table read(Path path, ColumnSelection selection) {
        return read(path, TableReading.of(selection));
    }

    /**
     * Reads a table from a CSV file ({@code .csv}, {@code .tsv}, {@code .txt}, plain or {@code .gz}) or from a NumPy array
     * with two axes ({@code .npy}, or the only array of an {@code .npz}), whose columns are called column1, column2 and so on.
     *
     * @throws UsageException if the name of the file has another ending, or the selection names a missing column
     * @throws DataException if the file is not such a table, has no rows, or has cells that are not allowed
     */
    public static Table read(Path path, TableReading reading) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (isArray(path)) {
            return readNpy(path, reading);
        }
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (plain.endsWith(".csv") || plain.endsWith(".tsv") || plain.endsWith(".txt")) {
            return CsvTableReader.read(path, reading);
        }
        throw new UsageException(
                path + " is of no known kind of table.",
                "Tables are read from files that end in .csv, .tsv or .txt, plain or .gz, and from .npy and .npz.",
                "Rename the file to what it is, or convert it to CSV.");
    }

    /** Whether the file holds an array without names of columns. */
    public static boolean isArray(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".npy") || name.endsWith(".npz") || name.endsWith(".npy.gz");
    }

    /** The setting of the program that leaves columns out: {@code data.ignore=[a, b]}. */
    public static String ignoring(List<String> names) {
        return names.stream()
                .map(name -> name.matches("[A-Za-z][\\w ]*") ? name : "\"" + name.replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", ", "'data.ignore=[", "]'"));
    }

    /** The selected columns of a file, without rows with gaps if these are dropped. */
    static Table of(
            String source,
            List<String> all,
            List<String> chosen,
            DoubleRows read,
            MissingValues missing,
            List<String> decided,
            Map<String, List<String>> words) {
        List<String> notes = new ArrayList<>(decided);
        List<String> ignored = new ArrayList<>(all);
        ignored.removeAll(Set.copyOf(chosen));
        int[] kept = missing == MissingValues.DROP_ROWS ? whole(read, chosen, notes) : everyRow(read);
        DoubleRows rows = kept.length == read.rows() ? read : read.pick(kept);
        if (rows.rows() == 0) {
            throw new DataException(
                    source + " has no rows of data" + (read.rows() > 0 ? " without a gap." : "."),
                    "A table has at least one row.",
                    read.rows() > 0
                            ? "Leave out the columns with the most gaps: " + gaps(read, chosen) + "."
                            : "Provide more rows.");
        }
        Map<String, List<String>> written = new LinkedHashMap<>();
        words.forEach((column, cells) ->
                written.put(column, IntStream.of(kept).mapToObj(cells::get).toList()));
        return new Table(chosen, ignored, rows, notes, written);
    }

    private static int[] everyRow(DoubleRows rows) {
        return IntStream.range(0, rows.rows()).toArray();
    }

    /** The rows without gaps. */
    private static int[] whole(DoubleRows read, List<String> columns, List<String> notes) {
        int[] kept = IntStream.range(0, read.rows())
                .filter(i -> IntStream.range(0, read.width()).noneMatch(j -> Double.isNaN(read.at(i, j))))
                .toArray();
        if (kept.length == read.rows()) {
            return kept;
        }
        notes.add(String.format(
                Locale.ROOT,
                "%,d of %,d rows are left out, as cells of them are missing: %s",
                read.rows() - kept.length,
                read.rows(),
                gaps(read, columns)));
        return kept;
    }

    /** The numbers of missing cells by column, the largest first. */
    private static String gaps(DoubleRows rows, List<String> columns) {
        long[] counts = new long[columns.size()];
        for (int i = 0; i < rows.values().length; i++) {
            counts[i % counts.length] += Double.isNaN(rows.values()[i]) ? 1 : 0;
        }
        List<String> most = IntStream.range(0, counts.length)
                .filter(j -> counts[j] > 0)
                .boxed()
                .sorted((a, b) -> Long.compare(counts[b], counts[a]))
                .map(j -> columns.get(j) + " " + counts[j])
                .toList();
        return String.join(", ", most.subList(0, Math.min(5, most.size())))
                + (most.size() > 5 ? " and " + (most.size() - 5) + " more columns" : "");
    }

    private static Table readNpy(Path path, TableReading reading) {
        if (!reading.words().isEmpty()) {
            throw new UsageException(
                    path + " has no columns of words, and " + String.join(", ", reading.words()) + " was asked for.",
                    "A NumPy array has columns of numbers without names.",
                    "Give the table as a CSV file.");
        }
        DoubleRows all = Npy.readRows(path);
        List<String> names =
                IntStream.range(0, all.width()).mapToObj(CsvLines::columnName).toList();
        int[] candidates = reading.selection().candidates(path.toString(), names);
        double[] values = new double[all.rows() * candidates.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.at(i / candidates.length, candidates[i % candidates.length]);
        }
        List<String> chosen = IntStream.of(candidates).mapToObj(names::get).toList();
        boolean gaps = reading.missing() != MissingValues.ERROR;
        DoubleRows rows = new DoubleRows(values, candidates.length);
        FiniteRows.require(rows, path.toString(), chosen, gaps);
        return of(path.toString(), names, chosen, rows, reading.missing(), List.of(), Map.of());
    }
}
