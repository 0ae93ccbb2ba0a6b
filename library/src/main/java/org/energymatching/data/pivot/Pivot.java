package org.energymatching.data.pivot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.file.CsvLines;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a long table, one line a reading, in one pass, and makes rows of one home and one day, week or month from it. A wide
 * table, one line a time and one column a home, is read the same way.
 *
 * <pre>
 * home, time, value       →    home, day:  value at 00:00, value at 00:00 + every, …
 * </pre>
 *
 * <p>The lines may have any order. Times are those of the clock: a reading belongs to the day that its time names. Readings at other
 * times than whole multiples of {@code every} since midnight are left out. Where a time comes twice, the mean is taken: so is the
 * hour that daylight saving repeats, and the hour that it skips is missing. The notes of the result count all of these.
 *
 * @param id the column that names the home; null for a wide table
 * @param time the columns of the time, one, or a day and a time of day, which are joined by a space
 * @param value the column of readings; in a wide table a regular expression for the columns of homes, without those of time
 * @param every the time from each value of a row to the next; it divides a day
 * @param period what a row covers
 * @param mostMissing the largest share of its values that a row may lack, in [0, 1]; others are left out
 * @param timeFormat such as d/M/yyyy H:mm; null to infer it from the file
 */
public record Pivot(
        @Nullable String id,
        List<String> time,
        String value,
        Duration every,
        ProfilePeriod period,
        double mostMissing,
        @Nullable String timeFormat) {

    private static final Duration DAY = Duration.ofDays(1);

    /** Checks the options. */
    public Pivot {
        time = time.stream().map(String::strip).toList();
        if (time.isEmpty() || time.size() > 2) {
            throw new UsageException(
                    "The columns of the time are " + time + ".",
                    "There is one, or one for the day and one for the time of day.",
                    "Name these columns.");
        }
        if (every.compareTo(Duration.ofSeconds(1)) < 0
                || !every.equals(Duration.ofSeconds(every.toSeconds()))
                || DAY.toSeconds() % every.toSeconds() != 0) {
            throw new UsageException(
                    "The interval between the values of a row is " + every + ".",
                    "It is of whole seconds, and a day is a whole number of intervals.",
                    "Take the interval of the readings, such as 15 minutes, 30 minutes or 1 hour.");
        }
        if (!(mostMissing >= 0 && mostMissing <= 1)) {
            throw new UsageException(
                    "The largest share of missing values is " + mostMissing + ".",
                    "A share lies in [0, 1].",
                    "Give 0 for whole rows only, or 0.05 for rows that lack a twentieth.");
        }
    }

    /** Whole days of half-hours from a long table. */
    public static Pivot ofLong(String id, List<String> time, String value) {
        return new Pivot(id.strip(), time, value.strip(), Duration.ofMinutes(30), ProfilePeriod.DAY, 0, null);
    }

    /**
     * Whole days of half-hours from a wide table.
     *
     * @throws UsageException if the pattern is none
     */
    public static Pivot ofWide(List<String> time, String homes) {
        try {
            return new Pivot(
                    null, time, Pattern.compile(homes).pattern(), Duration.ofMinutes(30), ProfilePeriod.DAY, 0, null);
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "The pattern of the columns of homes is '" + homes + "': " + e.getDescription() + ".",
                    "It is a regular expression.",
                    "Give for example home.* for home1, home2 and so on.",
                    e);
        }
    }

    /** The same with another interval. */
    public Pivot every(Duration interval) {
        return new Pivot(id, time, value, interval, period, mostMissing, timeFormat);
    }

    /** The same with rows of another period. */
    public Pivot period(ProfilePeriod other) {
        return new Pivot(id, time, value, every, other, mostMissing, timeFormat);
    }

    /** The same, with rows that lack up to this share of their values. */
    public Pivot mostMissing(double share) {
        return new Pivot(id, time, value, every, period, share, timeFormat);
    }

    /** The same with a format of times, such as d/M/yyyy H:mm, or inferred from the file if this is null. */
    public Pivot timeFormat(@Nullable String format) {
        return new Pivot(id, time, value, every, period, mostMissing, format);
    }

    /**
     * Reads a CSV file, plain or packed by gzip, in the dialects that tables are read in; its first line names the columns.
     *
     * @throws UsageException if a column is not there
     * @throws org.energymatching.error.DataException if a time or a value of a line is none, days and months may be swapped, more
     *     than a tenth of the readings are off the grid, or no row is left
     */
    public Profiles read(Path path) {
        return CsvLines.read(path, CsvFormat.inferred(), lines -> new ReadingLines(path, this, lines).read());
    }

    int perDay() {
        return (int) (DAY.toSeconds() / every.toSeconds());
    }
}
