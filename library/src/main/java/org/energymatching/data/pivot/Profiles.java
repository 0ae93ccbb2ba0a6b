package org.energymatching.data.pivot;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.error.UsageException;

/**
 * Profiles of homes: a row for each home and day, week or month, with a value for each interval of time.
 *
 * @param ids the home of each row, in the order of the file
 * @param firstDays the first day of each row, ascending within a home
 * @param lengths the number of values of each row; less than the width in months of fewer than 31 days
 * @param rows the values, row after row; NaN for what is missing, and beyond the length of a row
 * @param every the time from each value to the next
 * @param notes what was met in the file, a sentence each without its full stop
 */
public record Profiles(
        List<String> ids,
        List<LocalDate> firstDays,
        List<Integer> lengths,
        DoubleRows rows,
        Duration every,
        List<String> notes) {

    public Profiles {
        ids = List.copyOf(ids);
        firstDays = List.copyOf(firstDays);
        lengths = List.copyOf(lengths);
        notes = List.copyOf(notes);
        if (ids.size() != rows.rows() || firstDays.size() != rows.rows() || lengths.size() != rows.rows()) {
            throw new UsageException(
                    ids.size() + " homes, " + firstDays.size() + " days and " + lengths.size() + " lengths came with "
                            + rows + ".",
                    "Each row has one of each.",
                    "Pass as many as there are rows.");
        }
    }
}
