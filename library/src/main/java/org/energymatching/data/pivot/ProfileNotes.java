package org.energymatching.data.pivot;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts what rows of readings lack and repeat, and says it in sentences. */
final class ProfileNotes {

    private final Pivot pivot;
    private long rows;
    private long kept;
    private long missing;
    private long values;
    private long repeated;
    private long skippedHours;
    private long repeatedHours;
    private long shorter;

    ProfileNotes(Pivot pivot) {
        this.pivot = pivot;
    }

    void add(LocalDate first, ProfileRow row, boolean keep) {
        rows++;
        repeated += row.repeated();
        for (int day = 0; day < row.days(); day++) {
            if (first.plusDays(day).getDayOfWeek() == DayOfWeek.SUNDAY) {
                skippedHours += row.skipsAnHour(day) ? 1 : 0;
                repeatedHours += row.repeatsAnHour(day) ? 1 : 0;
            }
        }
        if (keep) {
            kept++;
            missing += row.missing();
            values += row.length();
            shorter += row.days() < pivot.period().mostDays() ? 1 : 0;
        }
    }

    List<String> sentences(long onGrid, long offGrid, long firstOffGrid) {
        List<String> notes = new ArrayList<>();
        note(
                notes,
                onGrid,
                "readings make %,d rows of one %s with a value every %s",
                kept,
                unit(),
                text(pivot.every()));
        note(
                notes,
                skippedHours,
                "Sundays of a home lack one hour of the night, as where daylight saving begins: a day of 23 hours, %,d values",
                23L * pivot.perDay() / 24);
        note(
                notes,
                repeatedHours,
                "Sundays of a home have one hour of the night twice, as where daylight saving ends: a day of 25 hours, %,d"
                        + " values; the mean of both hours is taken",
                25L * pivot.perDay() / 24);
        note(
                notes,
                repeated - repeatedHours * pivot.perDay() / 24,
                "readings repeat the time of another of their home; the mean is taken");
        note(
                notes,
                offGrid,
                "readings are left out, as their times are off the grid, the first in line %,d",
                firstOffGrid);
        note(
                notes,
                rows - kept,
                "of %,d rows are left out, as they lack more than %s %% of their values",
                rows,
                share(pivot.mostMissing()));
        note(notes, missing, "of %,d values of the rows are missing", values);
        note(notes, shorter, "rows are of months of fewer than 31 days; the values beyond their length are missing");
        return notes;
    }

    private static void note(List<String> notes, long count, String sentence, Object... rest) {
        if (count > 0) {
            notes.add(String.format(Locale.ROOT, "%,d ", count) + String.format(Locale.ROOT, sentence, rest));
        }
    }

    private String unit() {
        return pivot.period().name().toLowerCase(Locale.ROOT);
    }

    static String share(double share) {
        String percent = String.format(Locale.ROOT, "%.3f", 100 * share);
        return percent.replaceFirst("\\.?0+$", "");
    }

    /** An interval in words, as in 30 minutes. */
    static String text(Duration every) {
        long seconds = every.toSeconds();
        return seconds % 3600 == 0
                ? plural(seconds / 3600, "hour")
                : seconds % 60 == 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
    }

    private static String plural(long count, String unit) {
        return count == 1 ? "1 " + unit : count + " " + unit + "s";
    }
}
