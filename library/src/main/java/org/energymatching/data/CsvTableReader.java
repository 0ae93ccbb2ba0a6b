package org.energymatching.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** One pass over a CSV file: the delimiter and the names from its first line, then row after row into one array. */
final class CsvTableReader {

    /** How far to look for the end of the first line, in characters. */
    private static final int FIRST_LINE = 1 << 16;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

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

    /** Reads the text to its end; text that is not UTF-8 is the reader's {@link java.nio.charset.CharacterCodingException}. */
    Table read(BufferedReader text) throws IOException {
        CsvReader.CsvReaderBuilder format = CsvReader.builder()
                .fieldSeparator(delimiter(text))
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false);
        try {
            return table(format.ofCsvRecord(text).iterator());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            String reason = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            throw new DataException(
                    path + " is no proper CSV: " + e.getMessage() + reason + ".",
                    "Quotes enclose whole cells, and a quote inside one is doubled.",
                    "Mend the quotes in that line; if it has none, see whether the file is CSV at all.",
                    e);
        }
    }

    /** The candidate that is most frequent in the first line outside quotes; skips a byte order mark on the way. */
    private static char delimiter(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        char[] start = new char[FIRST_LINE];
        text.mark(FIRST_LINE);
        int length = text.read(start);
        text.reset();
        Map<Character, Integer> counts = new HashMap<>();
        boolean quoted = false;
        for (int i = 0; i < length && (quoted || (start[i] != '\n' && start[i] != '\r')); i++) {
            quoted ^= start[i] == '"';
            if (!quoted) {
                counts.merge(start[i], 1, Integer::sum);
            }
        }
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (counts.getOrDefault(candidate, 0) > counts.getOrDefault(best, 0)) {
                best = candidate;
            }
        }
        return best;
    }

    private Table table(Iterator<CsvRecord> records) {
        CsvRecord first = next(records);
        if (first == null) {
            throw new DataException(
                    path + " is empty.",
                    "A table has a line of column names and a line of numbers for each row.",
                    "Check that the file was written to its end.");
        }
        boolean headed = first.getFields().stream().anyMatch(CsvCell::isText);
        List<String> columns = headed ? names(first) : numbered(first.getFieldCount());
        CsvRecord start = headed ? next(records) : first;
        if (start == null) {
            throw new DataException(
                    path + " has a line of column names and no rows.",
                    "A table has a line of numbers for each row.",
                    "Provide at least two rows.");
        }
        requireWidth(start, columns);
        int[] chosen = selection.choose(path.toString(), columns, j -> !CsvCell.isText(start.getField(j)));
        int rows = 0;
        for (CsvRecord row = start; row != null; row = next(records)) {
            append(row, columns, chosen);
            rows++;
        }
        Samples filledRows = new Samples(Arrays.copyOf(values, filled), Shape.of(rows, chosen.length));
        return Table.of(path, columns, chosen, filledRows, gaps ? 1 : 2);
    }

    /** The next line, or null where nothing but blank lines follow. */
    private @Nullable CsvRecord next(Iterator<CsvRecord> records) {
        CsvRecord record = records.hasNext() ? records.next() : null;
        if (record == null || !isBlank(record)) {
            return record;
        }
        while (records.hasNext()) {
            if (!isBlank(records.next())) {
                throw new DataException(
                        path + ", line " + record.getStartingLineNumber() + " is blank, and others follow.",
                        "Each line holds a row; only the end of the file may be blank.",
                        "Delete the line, or fill it in if a row is missing there.");
            }
        }
        return null;
    }

    private static boolean isBlank(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank();
    }

    private List<String> names(CsvRecord header) {
        Set<String> names = new LinkedHashSet<>();
        for (String cell : header.getFields()) {
            String name = cell.isBlank() ? Table.columnName(names.size()) : cell.strip();
            if (!names.add(name)) {
                throw new DataException(
                        path + ", line " + header.getStartingLineNumber() + " gives the name '" + name
                                + "' to a second column: " + (names.size() + 1) + ".",
                        "Each column needs a name of its own.",
                        "Rename one of the two.");
            }
        }
        return List.copyOf(names);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Table::columnName).toList();
    }

    private void append(CsvRecord row, List<String> columns, int[] chosen) {
        requireWidth(row, columns);
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

    private void requireWidth(CsvRecord row, List<String> columns) {
        int cells = row.getFieldCount();
        if (cells != columns.size()) {
            String where = cells < columns.size()
                    ? "ends before column '" + columns.get(cells) + "'"
                    : "goes on after column '" + columns.get(columns.size() - 1) + "'";
            throw new DataException(
                    path + ", line " + row.getStartingLineNumber() + " has " + cells + " cells and " + where + ".",
                    "Each line has as many cells as the first: " + columns.size() + ".",
                    "Look for a missing or an additional separator in that line.");
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
