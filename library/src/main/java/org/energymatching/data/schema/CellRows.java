package org.energymatching.data.schema;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvLines;
import org.energymatching.data.table.FirstLine;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a CSV file one after another, with cells as text.
 *
 * <p>Separators, quotes, encodings and compression are those of {@link org.energymatching.data.table.Table}. The first line holds
 * names if a cell of it is text, or if it is of whole numbers unlike those of all rows below; else the columns are called column1,
 * column2 and so on.
 */
public final class CellRows {

    /** The number of rows that a first line of numbers is compared with. */
    private static final int LOOKED_AT = 100;

    private CellRows() {}

    /** Receives rows. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Receives a row.
         *
         * @param line of the file, counted from 1
         * @param cells as many as there are columns
         */
        void row(long line, List<String> cells);
    }

    /** All rows in memory, without the names of the columns. */
    public static List<String[]> all(Path path) {
        List<String[]> rows = new ArrayList<>();
        read(path, names -> (line, cells) -> rows.add(cells.toArray(String[]::new)));
        return rows;
    }

    /**
     * Reads all rows.
     *
     * @param opened a function from the names of the columns to the receiver of the rows
     * @throws DataException if the file is not a table, or a line has another number of cells
     */
    public static void read(Path path, Function<List<String>, Visitor> opened) {
        CsvLines.read(path, lines -> {
            read(path, lines, opened);
            return path;
        });
    }

    private static void read(Path path, CsvLines lines, Function<List<String>, Visitor> opened) {
        CsvRecord first = lines.next();
        List<CsvRecord> start = new ArrayList<>();
        if (first != null) {
            boolean single = first.getFieldCount() == 1;
            for (CsvRecord row; start.size() < LOOKED_AT && (row = next(lines, single)) != null; ) {
                start.add(row);
            }
            boolean headed = FirstLine.hasText(first.getFields()) || FirstLine.isNames(first.getFields(), start);
            List<String> names = headed
                    ? lines.names(first)
                    : IntStream.range(0, first.getFieldCount())
                            .mapToObj(CsvLines::columnName)
                            .toList();
            if (!headed) {
                start.add(0, first);
            }
            if (!start.isEmpty()) {
                Visitor visitor = opened.apply(names);
                start.forEach(row -> visit(row, lines, names, visitor));
                for (CsvRecord row; (row = next(lines, single)) != null; ) {
                    visit(row, lines, names, visitor);
                }
                return;
            }
        }
        throw new DataException(
                path + (first == null ? " is empty." : " has a line of column names and no rows."),
                "A table has a line of column names and a line of cells for each row.",
                "Check that the file was written to its end.");
    }

    private static void visit(CsvRecord row, CsvLines lines, List<String> names, Visitor visitor) {
        lines.requireWidth(row, names);
        visitor.row(lines.number(row), row.getFields());
    }

    /** The next line; a blank one is a missing cell if there is a single column. */
    private static @Nullable CsvRecord next(CsvLines lines, boolean single) {
        return single ? lines.any() : lines.next();
    }
}
