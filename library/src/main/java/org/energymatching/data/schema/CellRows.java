package org.energymatching.data.schema;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.file.CsvLines;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.FirstLine;
import org.energymatching.data.table.MissingValues;
import org.energymatching.data.table.Table;
import org.energymatching.data.table.TableReading;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a CSV or NumPy file one after another, with cells as text: numbers of arrays in as many digits as they have, and
 * numbers with a decimal comma with a point.
 *
 * <p>Separators, quotes, encodings and compression are those of {@link org.energymatching.data.table.Table}. The first line holds
 * names if a cell of it is text, or if it is of whole numbers unlike those of all rows below; else the columns are called column1,
 * column2 and so on.
 */
public final class CellRows {

    /** The number of rows that a first line of numbers is compared with. */
    private static final int LOOKED_AT = 100;

    private static final Pattern WITH_COMMA = Pattern.compile("\\s*[-+]?\\d*,\\d+(?:[eE][-+]?\\d+)?\\s*");

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
        read(path, CsvFormat.inferred(), opened);
    }

    /** The same of a file of which some of the format is known. */
    public static void read(Path path, CsvFormat format, Function<List<String>, Visitor> opened) {
        if (Table.isArray(path)) {
            readArray(path, opened);
            return;
        }
        CsvLines.read(path, format, lines -> {
            read(path, lines, format, opened);
            return path;
        });
    }

    private static void readArray(Path path, Function<List<String>, Visitor> opened) {
        Table table =
                Table.read(path, TableReading.of(ColumnSelection.numeric()).missing(MissingValues.KEEP));
        Visitor visitor = opened.apply(table.columns());
        DoubleRows rows = table.rows();
        for (int i = 0; i < rows.rows(); i++) {
            List<String> cells = new ArrayList<>(rows.width());
            for (int j = 0; j < rows.width(); j++) {
                cells.add(CsvCell.text(rows.at(i, j)));
            }
            visitor.row(i + 1L, cells);
        }
    }

    private static void read(Path path, CsvLines lines, CsvFormat format, Function<List<String>, Visitor> opened) {
        CsvRecord first = lines.next();
        List<CsvRecord> start = new ArrayList<>();
        if (first != null) {
            boolean single = first.getFieldCount() == 1;
            for (CsvRecord row; start.size() < LOOKED_AT && (row = next(lines, single)) != null; ) {
                start.add(row);
            }
            boolean headed = format.header() != null
                    ? format.header()
                    : FirstLine.hasText(first.getFields()) || FirstLine.isNames(first.getFields(), start);
            List<String> names = headed
                    ? lines.names(first)
                    : IntStream.range(0, first.getFieldCount())
                            .mapToObj(CsvLines::columnName)
                            .toList();
            if (!headed) {
                start.add(0, first);
            }
            if (!start.isEmpty()) {
                Visitor visitor = pointed(opened.apply(names), format.mayHaveComma(lines.separator()));
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

    /** The receiver of rows whose numbers have a decimal point. */
    private static Visitor pointed(Visitor visitor, boolean commas) {
        return commas
                ? (line, cells) -> visitor.row(
                        line,
                        cells.stream()
                                .map(cell -> WITH_COMMA.matcher(cell).matches() ? cell.replace(',', '.') : cell)
                                .toList())
                : visitor;
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
