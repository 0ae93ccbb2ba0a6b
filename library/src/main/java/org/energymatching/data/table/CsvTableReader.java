package org.energymatching.data.table;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.CsvLines;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Nearest;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of numbers from comma-separated text, in one pass; the type of each column depends on all of its cells.
 *
 * <p>Cells are separated by commas, semicolons or tabs, whichever is most frequent in the first line, quoted or not; lines end
 * in LF or CRLF; the text is UTF-8, or UTF-16 with a byte order mark, plain or packed by gzip. The first line holds names if a
 * cell of it is text, or if it is of whole numbers unlike those of all rows below; else it is a row of data, and the columns are
 * called column1, column2 and so on. If cells are separated by semicolons or tabs, 0,5 is a number. The notes of the table
 * record these decisions.
 */
final class CsvTableReader {

    /** The largest array of common virtual machines. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** The number of rows that a first line of numbers is compared with. */
    private static final int LOOKED_AT = 100;

    private static final int LISTED = 5;

    private final Path path;
    private final TableReading reading;
    private final CsvLines lines;
    private final List<String> notes = new ArrayList<>();
    private final boolean mayBeComma;
    private long commaLine;
    private long pointLine;

    private CsvTableReader(Path path, TableReading reading, CsvLines lines) {
        this.path = path;
        this.reading = reading;
        this.lines = lines;
        this.mayBeComma = reading.format().mayHaveComma(lines.separator());
    }

    /** Reads a file with these options. */
    static Table read(Path path, TableReading reading) {
        return CsvLines.read(path, reading.format(), lines -> new CsvTableReader(path, reading, lines).read());
    }

    private Table read() {
        CsvRecord first = lines.next();
        if (first == null) {
            throw new DataException(
                    path + " is empty.",
                    "A table has a line of column names and a line of numbers for each row.",
                    "Check that the file was written to its end.");
        }
        List<CsvRecord> start = new ArrayList<>();
        for (CsvRecord line; start.size() < LOOKED_AT && (line = line(first)) != null; ) {
            start.add(line);
        }
        boolean headed = headed(first, start);
        List<String> names = headed ? lines.names(first) : numbered(first.getFieldCount());
        if (!headed) {
            start.add(0, first);
        }
        if (start.isEmpty()) {
            throw new DataException(
                    path + " has a line of column names and no rows.",
                    "A table has a line of numbers for each row.",
                    "Provide at least two rows.");
        }
        int[] candidates = reading.selection().candidates(path.toString(), names);
        CsvColumn[] columns = IntStream.of(candidates)
                .mapToObj(j -> new CsvColumn(names.get(j)))
                .toArray(CsvColumn[]::new);
        int[] worded = reading.words().isEmpty()
                ? new int[0]
                : ColumnSelection.only(reading.words()).candidates(path.toString(), names);
        Map<String, List<String>> words = new LinkedHashMap<>();
        reading.words().forEach(name -> words.put(name, new ArrayList<>()));
        int rows = 0;
        for (CsvRecord row : start) {
            append(row, names, candidates, columns);
            append(row, worded, words);
            rows++;
        }
        for (CsvRecord row = line(first); row != null; row = line(first)) {
            append(row, names, candidates, columns);
            append(row, worded, words);
            rows++;
        }
        requireOneDecimalMark();
        List<String> possible = Arrays.stream(columns).map(CsvColumn::name).toList();
        List<CsvColumn> chosen = Arrays.stream(
                        reading.selection().choose(path.toString(), possible, k -> isUsable(columns[k])))
                .mapToObj(k -> columns[k])
                .toList();
        requireNumbers(chosen);
        List<String> used = chosen.stream().map(CsvColumn::name).toList();
        return Table.of(path.toString(), names, used, filled(chosen, rows), reading.missing(), notes, words);
    }

    /** The next line; a blank one is a missing cell if there is a single column and cells may be missing. */
    private @Nullable CsvRecord line(CsvRecord first) {
        return reading.missing() != MissingValues.ERROR && first.getFieldCount() == 1 ? lines.any() : lines.next();
    }

    /** Whether the column holds numbers, or, if gaps are kept, nothing at all. */
    private boolean isUsable(CsvColumn column) {
        return column.isNumeric()
                || (reading.missing() == MissingValues.KEEP && column.numbers() == 0 && column.text() == 0);
    }

    /** Whether the first line holds names: it has text, or it is all numbers that cannot be a row of those below. */
    private boolean headed(CsvRecord first, List<CsvRecord> below) {
        if (reading.format().header() != null) {
            return reading.format().header();
        }
        List<String> cells = first.getFields();
        if (FirstLine.hasText(cells)) {
            return true;
        }
        List<String> wanted = reading.selection().names();
        List<String> written = cells.stream()
                .map(String::strip)
                .filter(cell -> !cell.isEmpty())
                .toList();
        boolean names = (!wanted.isEmpty() && written.containsAll(wanted)) || FirstLine.isNames(cells, below);
        String shown = Nearest.brief(written);
        notes.add(
                names
                        ? "The first line is taken as the names of the columns, " + shown
                                + ": its cells are numbers that no row below is like (data.header=false makes it a row)"
                        : "The first line is taken as a row of data, as all its cells are numbers: " + shown
                                + " (data.header=true makes it the names of the columns)");
        return names;
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(CsvLines::columnName).toList();
    }

    private void append(CsvRecord row, List<String> names, int[] candidates, CsvColumn[] columns) {
        lines.requireWidth(row, names);
        long line = lines.number(row);
        for (int k = 0; k < candidates.length; k++) {
            String cell = row.getField(candidates[k]);
            columns[k].add(number(cell, line), cell, line);
        }
    }

    /** The cells of the columns that are read as text. */
    private static void append(CsvRecord row, int[] worded, Map<String, List<String>> words) {
        int k = 0;
        for (List<String> cells : words.values()) {
            cells.add(row.getField(worded[k++]).strip());
        }
    }

    private double number(String cell, long line) {
        if (!mayBeComma) {
            return CsvCell.number(cell, false);
        }
        boolean comma = cell.indexOf(',') >= 0;
        double number = CsvCell.number(cell, comma || reading.format().decimal() != null);
        if (!Double.isNaN(number)) {
            if (comma && commaLine == 0) {
                commaLine = line;
            } else if (!comma && pointLine == 0 && cell.indexOf('.') >= 0) {
                pointLine = line;
            }
        }
        return number;
    }

    private void requireOneDecimalMark() {
        if (reading.format().decimal() != null || commaLine == 0) {
            return;
        }
        if (pointLine > 0) {
            throw new DataException(
                    path + " has numbers with a decimal comma, as in line " + commaLine
                            + ", and others with a point, as in" + " line " + pointLine + ".",
                    "All numbers of a table have one decimal mark.",
                    "Say which it is with data.decimal=comma (points then group digits) or data.decimal=point.");
        }
        notes.add("The comma is read as the decimal mark, since cells are separated by '"
                + (lines.separator() == '\t' ? "tab" : lines.separator()) + "' (data.decimal=point changes that)");
    }

    /** Throws an error that lists the cells for text in a used column, and for gaps if they are not allowed. */
    private void requireNumbers(List<CsvColumn> chosen) {
        boolean gaps = reading.missing() != MissingValues.ERROR;
        List<String> found = new ArrayList<>();
        long count = 0;
        boolean onlyGaps = true;
        String most = "";
        for (CsvColumn column : chosen) {
            int wrong = column.text() + (gaps ? 0 : column.missing());
            count += wrong;
            onlyGaps &= column.text() == 0;
            if (wrong > 0) {
                column.faults().stream()
                        .filter(fault -> !gaps || !CsvCell.isMissing(fault.text()))
                        .limit(LISTED)
                        .forEach(fault -> found.add("line " + fault.line() + ", column '" + column.name() + "' "
                                + CsvCell.fault(fault.text())));
                most += (most.isEmpty() ? "" : ", ") + "'" + column.name() + "' " + wrong;
            }
        }
        if (count == 0) {
            return;
        }
        boolean comma = lines.separator() == ','
                && chosen.stream()
                        .anyMatch(column ->
                                column.faults().stream().anyMatch(fault -> CsvCell.isNumber(fault.text(), true)));
        List<String> shown = found.subList(0, Math.min(LISTED, found.size()));
        throw new DataException(
                path + ", " + String.join("; ", shown)
                        + (count > shown.size()
                                ? String.format(
                                        Locale.ROOT, "; and %,d more cells (%s)", count - shown.size(), brief(most))
                                : "")
                        + ".",
                "Each cell of a column in use holds a finite number"
                        + (mayBeComma
                                ? " with one decimal mark, such as -1.5e3"
                                : " with a decimal point, such as -1.5e3")
                        + (gaps ? ", or nothing where nothing was measured." : "."),
                comma
                        ? "If the comma is the decimal mark, add data.decimal=comma."
                        : onlyGaps
                                ? "Leave out the rows with gaps by data.missing=drop-rows, or these columns by "
                                        + ignoring(chosen, gaps) + "."
                                : "Mend the cells, delete the lines, or leave the columns out by "
                                        + ignoring(chosen, gaps) + ".");
    }

    private static String ignoring(List<CsvColumn> chosen, boolean gaps) {
        return Table.ignoring(chosen.stream()
                .filter(column -> column.text() + (gaps ? 0 : column.missing()) > 0)
                .map(CsvColumn::name)
                .toList());
    }

    private static String brief(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    /** The numbers, row after row. */
    private DoubleRows filled(List<CsvColumn> chosen, int rows) {
        if ((long) rows * chosen.size() > LONGEST_ARRAY) {
            throw new DataException(
                    path + " holds more than " + LONGEST_ARRAY + " numbers.",
                    "A table must fit one array.",
                    "Use fewer columns, or split the file.");
        }
        double[] values = new double[rows * chosen.size()];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < chosen.size(); j++) {
                values[i * chosen.size() + j] = chosen.get(j).value(i);
            }
        }
        return new DoubleRows(values, chosen.size());
    }
}
