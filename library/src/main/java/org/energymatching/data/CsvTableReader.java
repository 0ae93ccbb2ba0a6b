package org.energymatching.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/** One pass over a table of numbers: the names from its first line, then row after row into one array. */
final class CsvTableReader {

    /** What virtual machines allow. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path path;
    private final ColumnSelection selection;
    private final boolean gaps;
    private float[] values = new float[1 << 12];
    private int filled;

    /** A reader of a file; with gaps, a cell that says that nothing was measured becomes NaN and one row is enough. */
    CsvTableReader(Path path, ColumnSelection selection, boolean gaps) {
        this.path = path;
        this.selection = selection;
        this.gaps = gaps;
    }

    /** Reads the lines to their end. */
    Table read(CsvLines lines) {
        CsvRecord first = lines.next();
        if (first == null) {
            throw new DataException(
                    path + " is empty.",
                    "A table has a line of column names and a line of numbers for each row.",
                    "Check that the file was written to its end.");
        }
        boolean headed = first.getFields().stream().anyMatch(CsvCell::isText);
        List<String> columns = headed ? lines.names(first) : numbered(first.getFieldCount());
        CsvRecord start = headed ? lines.next() : first;
        if (start == null) {
            throw new DataException(
                    path + " has a line of column names and no rows.",
                    "A table has a line of numbers for each row.",
                    "Provide at least two rows.");
        }
        lines.requireWidth(start, columns);
        int[] chosen = selection.choose(path.toString(), columns, j -> !CsvCell.isText(start.getField(j)));
        int rows = 0;
        for (CsvRecord row = start; row != null; row = lines.next()) {
            append(lines, row, columns, chosen);
            rows++;
        }
        Samples filledRows = new Samples(Arrays.copyOf(values, filled), Shape.of(rows, chosen.length));
        return Table.of(path, columns, chosen, filledRows, gaps ? 1 : 2);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Table::columnName).toList();
    }

    private void append(CsvLines lines, CsvRecord row, List<String> columns, int[] chosen) {
        lines.requireWidth(row, columns);
        reserve(chosen.length);
        for (int j : chosen) {
            float number = CsvCell.number(row.getField(j));
            boolean known = Float.isFinite(number);
            if (!known && !(gaps && CsvCell.isMissing(row.getField(j)))) {
                throw new DataException(
                        path + ", line " + row.getStartingLineNumber() + ", column '" + columns.get(j) + "' "
                                + CsvCell.fault(row.getField(j)) + ".",
                        "Each cell of a column in use holds a finite number with a decimal point, such as -1.5e3"
                                + (gaps ? ", or nothing where nothing was measured." : "."),
                        "Mend the cell, delete the line, or leave the column out by name.");
            }
            values[filled++] = known ? number : Float.NaN;
        }
    }

    private void reserve(int count) {
        if (count > LONGEST_ARRAY - filled) {
            throw new DataException(
                    path + " holds more than " + LONGEST_ARRAY + " numbers.",
                    "A table must fit one array.",
                    "Use fewer columns, or split the file.");
        }
        if (filled + count > values.length) {
            int doubled = (int) Math.min(LONGEST_ARRAY, 2L * values.length);
            values = Arrays.copyOf(values, Math.max(filled + count, doubled));
        }
    }
}
