package org.energymatching.data.table;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvCell;

/** Decides whether the first line of a CSV file holds the names of its columns. */
public final class FirstLine {

    private FirstLine() {}

    /** Whether a cell is text, which makes the line one of names. */
    public static boolean hasText(List<String> cells) {
        return cells.stream().anyMatch(CsvCell::isText);
    }

    /** Whether the cells are different whole numbers that cannot be a row of those below. */
    public static boolean isNames(List<String> cells, List<CsvRecord> below) {
        List<String> written = cells.stream()
                .map(String::strip)
                .filter(cell -> !cell.isEmpty())
                .toList();
        return written.stream().allMatch(CsvCell::isInteger)
                && Set.copyOf(written).size() == written.size()
                && !below.isEmpty()
                && (fractional(below)
                        || (countsUp(cells) && below.stream().noneMatch(line -> countsUp(line.getFields()))));
    }

    /** Whether the cells are whole numbers, three or more, each larger by one than that before it. */
    private static boolean countsUp(List<String> cells) {
        // pandas leaves the name of its index empty.
        List<String> named = cells.get(0).isBlank() ? cells.subList(1, cells.size()) : cells;
        if (named.size() < 3 || !named.stream().allMatch(CsvCell::isInteger)) {
            return false;
        }
        return IntStream.range(1, named.size())
                .allMatch(j -> CsvCell.number(named.get(j), false) == CsvCell.number(named.get(j - 1), false) + 1);
    }

    /** Whether every number of these lines, which have equal widths, is written with decimals, except in one column. */
    private static boolean fractional(List<CsvRecord> below) {
        int whole = 0;
        for (int j = 0; j < below.get(0).getFieldCount(); j++) {
            int column = j;
            boolean decimals = below.stream()
                    .filter(line -> column < line.getFieldCount())
                    .map(line -> line.getField(column))
                    .filter(cell -> !CsvCell.isMissing(cell))
                    .allMatch(cell -> !CsvCell.isInteger(cell) && !CsvCell.isText(cell));
            whole += decimals ? 0 : 1;
        }
        return whole == 0 || (whole == 1 && below.get(0).getFieldCount() > 2);
    }
}
