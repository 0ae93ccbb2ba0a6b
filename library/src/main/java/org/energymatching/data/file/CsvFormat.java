package org.energymatching.data.file;

import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a CSV file's format; the rest is inferred from the file.
 *
 * @param header whether the first line holds the names of the columns; null to infer it
 * @param decimal the decimal mark, '.' or ','; null to infer it: a comma is possible where cells are not separated by commas
 * @param skip the number of lines before the table
 * @param comment the start of a line that is not part of the table; null for no such lines
 */
public record CsvFormat(
        @Nullable Boolean header,
        @Nullable Character decimal,
        int skip,
        @Nullable Character comment) {

    /** Checks the mark and the number of lines. */
    public CsvFormat {
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

    /** All of it is inferred from the file. */
    public static CsvFormat inferred() {
        return new CsvFormat(null, null, 0, null);
    }

    /** Whether numbers may have a decimal comma, in a file whose cells are separated so. */
    public boolean mayHaveComma(char separator) {
        return decimal == null ? separator != ',' : decimal == ',';
    }
}
