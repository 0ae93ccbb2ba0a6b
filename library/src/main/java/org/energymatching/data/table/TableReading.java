package org.energymatching.data.table;

import java.util.List;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The options for reading a table.
 *
 * @param selection the selected columns
 * @param header whether the first line of a CSV file holds the names of the columns; null to infer it from the file
 * @param decimal the decimal mark of a CSV file, '.' or ','; null to infer it from the file
 * @param skip the number of lines of a CSV file before the table
 * @param comment the start of a line of a CSV file that is not part of the table; null for no such lines
 * @param missing the treatment of rows with a gap
 * @param words columns whose cells are read as text, such as names of classes; none of them is among the numbers
 */
public record TableReading(
        ColumnSelection selection,
        @Nullable Boolean header,
        @Nullable Character decimal,
        int skip,
        @Nullable Character comment,
        MissingValues missing,
        List<String> words) {

    public TableReading {
        words = List.copyOf(words);
        if (decimal != null && decimal != '.' && decimal != ',') {
            throw new UsageException(
                    "The decimal mark is '" + decimal + "'.",
                    "A decimal mark is a point or a comma.",
                    "Give one of these, or none to infer it from the file.");
        }
        if (skip < 0) {
            throw new UsageException(
                    skip + " lines are to be skipped.", "A file has lines to skip or none.", "Give 0 or more.");
        }
    }

    /** These columns of a table without gaps, all else inferred from the file. */
    public static TableReading of(ColumnSelection selection) {
        return new TableReading(selection, null, null, 0, null, MissingValues.ERROR, List.of());
    }

    /** The same with another treatment of gaps. */
    public TableReading missing(MissingValues way) {
        return new TableReading(selection, header, decimal, skip, comment, way, words);
    }

    /** The same, with the first line as names or as a row of data, or inferred from the file if this is null. */
    public TableReading header(@Nullable Boolean names) {
        return new TableReading(selection, names, decimal, skip, comment, missing, words);
    }

    /** The same with a decimal mark, or inferred from the file if this is null. */
    public TableReading decimal(@Nullable Character mark) {
        return new TableReading(selection, header, mark, skip, comment, missing, words);
    }

    /** The same, skipping this many lines at the beginning, and those that begin with a character. */
    public TableReading without(int firstLines, @Nullable Character commentMark) {
        return new TableReading(selection, header, decimal, firstLines, commentMark, missing, words);
    }

    /** The same with other columns. */
    public TableReading columns(ColumnSelection other) {
        return new TableReading(other, header, decimal, skip, comment, missing, words);
    }

    /** The same, with the cells of other columns as text. */
    public TableReading words(List<String> columnNames) {
        return new TableReading(selection, header, decimal, skip, comment, missing, columnNames);
    }
}
