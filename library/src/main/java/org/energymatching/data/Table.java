package org.energymatching.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * Named columns of finite numbers, and an account of the columns that were left out.
 *
 * @param columns the name of each column of the rows
 * @param ignored the names of the file's other columns
 * @param rows (rows, columns)
 */
public record Table(List<String> columns, List<String> ignored, Samples rows) {

    /** Checks that each column has a name. */
    public Table {
        columns = List.copyOf(columns);
        ignored = List.copyOf(ignored);
        if (rows.shape().rank() != 2 || rows.width() != columns.size()) {
            throw new UsageException(
                    columns.size() + " column names came with " + rows + ".",
                    "A table has rows of as many numbers as it has names.",
                    "Pass samples of shape (rows, columns).");
        }
    }

    /**
     * Reads a table from a CSV file ({@code .csv}, {@code .tsv}, {@code .txt}) or a NumPy file ({@code .npy}) with two axes,
     * whose columns are called column1, column2 and so on.
     *
     * @throws UsageException if the name of the file has another ending, or the selection names a column that is not there
     * @throws DataException if the file is no such table, has fewer than two rows, or holds a value that is not finite
     */
    public static Table read(Path path, ColumnSelection selection) {
        return read(path, selection, false);
    }

    /**
     * As {@link #read}, for tables of measurements: where nothing was measured, a cell is empty or reads NA, NaN or null, and
     * becomes NaN; a single row is enough.
     */
    public static Table readWithGaps(Path path, ColumnSelection selection) {
        return read(path, selection, true);
    }

    private static Table read(Path path, ColumnSelection selection, boolean gaps) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return readNpy(path, selection, gaps);
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
            return gaps ? Csv.readWithGaps(path, selection) : Csv.read(path, selection);
        }
        throw new UsageException(
                path + " is of no known kind of table.",
                "Tables are read from files that end in .csv, .tsv, .txt or .npy.",
                "Rename the file to what it is, or convert it to CSV.");
    }

    /** The chosen ones of a file's columns, of which there are this many rows at least. */
    static Table of(Path path, List<String> all, int[] chosen, Samples rows, int least) {
        if (rows.rows() < least) {
            throw new DataException(
                    path + " has " + (rows.rows() == 0 ? "no rows" : "a single row") + " of data.",
                    least < 2
                            ? "A table has at least one row."
                            : "A table needs at least two rows: nothing can be learnt from one.",
                    "Provide more rows.");
        }
        List<String> columns = Arrays.stream(chosen).mapToObj(all::get).toList();
        List<String> ignored = new ArrayList<>(all);
        ignored.removeAll(Set.copyOf(columns));
        return new Table(columns, ignored, rows);
    }

    /** What columns without names are called. */
    static String columnName(int index) {
        return "column" + (index + 1);
    }

    private static Table readNpy(Path path, ColumnSelection selection, boolean gaps) {
        Samples all = Npy.read(path);
        if (all.shape().rank() != 2) {
            throw new DataException(
                    path + " holds an array of shape " + all.shape() + ".",
                    "A table has two axes: rows and columns.",
                    "Save it in Python as array.reshape(len(array), -1).");
        }
        List<String> names =
                IntStream.range(0, all.width()).mapToObj(Table::columnName).toList();
        int[] chosen = selection.choose(path.toString(), names, j -> true);
        Table table = of(path, names, chosen, pick(all, chosen), gaps ? 1 : 2);
        FiniteRows.require(gaps ? filled(table.rows()) : table.rows(), path.toString(), table.columns());
        return table;
    }

    /** With zeros for NaN: an infinity is no gap. */
    private static Samples filled(Samples rows) {
        float[] values = rows.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? 0 : values[i];
        }
        return new Samples(values, rows.shape());
    }

    private static Samples pick(Samples all, int[] chosen) {
        float[] values = new float[all.rows() * chosen.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.values()[i / chosen.length * all.width() + chosen[i % chosen.length]];
        }
        return new Samples(values, Shape.of(all.rows(), chosen.length));
    }
}
