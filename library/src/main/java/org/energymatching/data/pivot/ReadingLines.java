package org.energymatching.data.pivot;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.CsvLines;
import org.energymatching.data.file.Nearest;
import org.energymatching.data.schema.DateFormat;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/** The lines of a table of readings: their times, homes and values. */
final class ReadingLines {

    /** The cells of the first lines, which the format of times is inferred from. */
    private static final int LOOKED_AT = 40_000;

    private final Path path;
    private final Pivot pivot;
    private final CsvLines lines;

    ReadingLines(Path path, Pivot pivot, CsvLines lines) {
        this.path = path;
        this.pivot = pivot;
        this.lines = lines;
    }

    Profiles read() {
        CsvRecord first = lines.next();
        if (first == null) {
            throw empty(" is empty.");
        }
        List<String> names = lines.names(first);
        int[] times = columns(pivot.time(), names);
        int id = pivot.id() == null ? -1 : columns(List.of(pivot.id()), names)[0];
        int[] values = pivot.id() == null ? homes(names) : columns(List.of(pivot.value()), names);
        List<CsvRecord> start = new ArrayList<>();
        for (CsvRecord line; start.size() < LOOKED_AT / names.size() + 1 && (line = next(names)) != null; ) {
            start.add(line);
        }
        if (start.isEmpty()) {
            throw empty(" has a line of column names and no readings.");
        }
        DateFormat format = format(start, times);
        ReadingGrid grid = new ReadingGrid(path, pivot);
        start.forEach(line -> add(line, format, times, id, values, names, grid));
        for (CsvRecord line; (line = next(names)) != null; ) {
            add(line, format, times, id, values, names, grid);
        }
        return grid.profiles();
    }

    private @Nullable CsvRecord next(List<String> names) {
        CsvRecord line = lines.next();
        if (line != null) {
            lines.requireWidth(line, names);
        }
        return line;
    }

    private void add(
            CsvRecord line,
            DateFormat format,
            int[] times,
            int id,
            int[] values,
            List<String> names,
            ReadingGrid grid) {
        String written = time(line, times);
        LocalDateTime time = format.time(written);
        if (time == null) {
            throw noTime(line, written, "This file's times are read as " + format.pattern() + ".");
        }
        for (int column : values) {
            String cell = line.getField(column);
            if (!CsvCell.isMissing(cell)) {
                double value = CsvCell.number(cell, lines.separator() != ',' && cell.indexOf(',') >= 0);
                if (Double.isNaN(value)) {
                    throw new DataException(
                            path + ", line " + lines.number(line) + ", column '" + names.get(column) + "' "
                                    + CsvCell.fault(cell) + ".",
                            "A reading is a finite number, or nothing where nothing was measured.",
                            "Mend the cell or delete the line.");
                }
                grid.add(id < 0 ? names.get(column) : line.getField(id).strip(), time, value, lines.number(line));
            }
        }
    }

    /** The format that fits the times of the first lines; of those that give the same times, the most lenient. */
    private DateFormat format(List<CsvRecord> start, int[] times) {
        if (pivot.timeFormat() != null) {
            return DateFormat.of(pivot.timeFormat());
        }
        List<DateFormat> left = DateFormat.USUAL;
        for (CsvRecord line : start) {
            String written = time(line, times);
            List<DateFormat> fitting =
                    left.stream().filter(format -> format.time(written) != null).toList();
            if (fitting.isEmpty()) {
                throw noTime(
                        line,
                        written,
                        left.equals(DateFormat.USUAL)
                                ? "Times such as 2012-10-12 00:30:00 or 12/10/2012 0:30 are known."
                                : "The times before it have the format "
                                        + left.get(0).pattern() + ".");
            }
            left = fitting;
        }
        List<String> writings =
                start.stream().map(line -> time(line, times)).distinct().toList();
        DateFormat last = left.get(left.size() - 1);
        for (DateFormat other : left) {
            if (!writings.stream().allMatch(cell -> Objects.equals(other.time(cell), last.time(cell)))) {
                throw new DataException(
                        path + " has times that may be read as " + other.pattern() + " and as " + last.pattern()
                                + ", such as '" + writings.get(0) + "'.",
                        "One format fits the times of the first " + start.size() + " lines.",
                        "Give the format of times.");
            }
        }
        return last;
    }

    private DataException noTime(CsvRecord line, String cell, String expected) {
        return new DataException(
                path + ", line " + lines.number(line) + ", "
                        + pivot.time().stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "))
                        + (cell.isBlank()
                                ? " is empty."
                                : " reads '" + cell + "', which is no time in the expected format."),
                expected,
                "Mend the line, or give the format of times, such as d/M/yyyy H:mm.");
    }

    private static String time(CsvRecord line, int[] columns) {
        return IntStream.of(columns)
                .mapToObj(column -> line.getField(column).strip())
                .collect(Collectors.joining(" "));
    }

    private int[] columns(List<String> wanted, List<String> names) {
        return ColumnSelection.only(wanted).candidates(path.toString(), names);
    }

    private int[] homes(List<String> names) {
        Pattern pattern = Pattern.compile(pivot.value());
        int[] homes = IntStream.range(0, names.size())
                .filter(j -> !pivot.time().contains(names.get(j))
                        && pattern.matcher(names.get(j)).matches())
                .toArray();
        if (homes.length == 0) {
            throw new UsageException(
                    path + " has no column that matches '" + pivot.value() + "'.",
                    "Its columns are " + Nearest.brief(names) + ".",
                    "Give a regular expression for the columns of homes.");
        }
        return homes;
    }

    private DataException empty(String happened) {
        return new DataException(
                path + happened,
                "A table of readings has a line of column names and a line for each reading.",
                "Check that the file was written to its end.");
    }
}
