package org.energymatching.data.table;

import java.util.List;
import org.energymatching.data.file.CsvFormat;
import org.jspecify.annotations.Nullable;

/**
 * The options for reading a table.
 *
 * @param selection the selected columns
 * @param format of a CSV file
 * @param missing the treatment of rows with a gap
 * @param words columns whose cells are read as text, such as names of classes; none of them is among the numbers
 */
public record TableReading(ColumnSelection selection, CsvFormat format, MissingValues missing, List<String> words) {

    public TableReading {
        words = List.copyOf(words);
    }

    /** These columns of a table without gaps, all else inferred from the file. */
    public static TableReading of(ColumnSelection selection) {
        return new TableReading(selection, CsvFormat.inferred(), MissingValues.ERROR, List.of());
    }

    /** The same with another treatment of gaps. */
    public TableReading missing(MissingValues way) {
        return new TableReading(selection, format, way, words);
    }

    /** The same of a file of this format. */
    public TableReading format(CsvFormat known) {
        return new TableReading(selection, known, missing, words);
    }

    /** The same, with the first line as names or as a row of data, or inferred from the file if this is null. */
    public TableReading header(@Nullable Boolean names) {
        return format(new CsvFormat(names, format.decimal(), format.skip(), format.comment()));
    }

    /** The same with a decimal mark, or inferred from the file if this is null. */
    public TableReading decimal(@Nullable Character mark) {
        return format(new CsvFormat(format.header(), mark, format.skip(), format.comment()));
    }

    /** The same, skipping this many lines at the beginning, and those that begin with a character. */
    public TableReading without(int firstLines, @Nullable Character commentMark) {
        return format(new CsvFormat(format.header(), format.decimal(), firstLines, commentMark));
    }

    /** The same with other columns. */
    public TableReading columns(ColumnSelection other) {
        return new TableReading(other, format, missing, words);
    }

    /** The same, with the cells of other columns as text. */
    public TableReading words(List<String> columnNames) {
        return new TableReading(selection, format, missing, columnNames);
    }
}
