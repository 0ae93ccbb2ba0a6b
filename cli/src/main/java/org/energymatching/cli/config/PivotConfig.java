package org.energymatching.cli.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.energymatching.cli.schema.Key;
import org.energymatching.data.pivot.Pivot;
import org.energymatching.data.pivot.ProfilePeriod;
import org.jspecify.annotations.Nullable;

/** The columns of a table of readings, of which rows are made as by {@link Pivot}. */
public record PivotConfig(
        @Key(
                doc =
                        "The columns of the time: one, or one of days and one of times of day. Empty means that the table is no table of readings.",
                standard = "[]")
        List<String> time,

        @Key(doc = "The column that names the home, where each line is a reading.") @Nullable
        String id,

        @Key(doc = "The column of readings, where each line is one.") @Nullable
        String value,

        @Key(
                doc =
                        "A regular expression for the columns of homes, such as 'home.*', where each line is a time and each home has a column; in place of id and value.")
        @Nullable
        String wide,

        @Key(
                doc = "The time from each reading to the next, such as 15m, 30m or 1h; it divides a day.",
                standard = "30m")
        String every,

        @Key(doc = "What a row covers: a day, or a week from Monday on. A month is not learnt yet.", standard = "day")
        ProfilePeriod row,

        @Key(doc = "The format of times, such as d/M/yyyy H:mm; empty means that the file tells.") @Nullable
        String timeFormat) {

    private static final long DAY = Duration.ofDays(1).toSeconds();

    /** Whether the table is one of readings. */
    public boolean asked() {
        return !time.isEmpty();
    }

    /** The way to read it. */
    public Pivot pivot() {
        Pivot columns = wide == null
                ? Pivot.ofLong(Objects.requireNonNull(id), time, Objects.requireNonNull(value))
                : Pivot.ofWide(time, wide);
        return columns.every(interval()).period(row).timeFormat(timeFormat);
    }

    boolean namesColumns() {
        return Stream.of(id, value, wide).anyMatch(Objects::nonNull);
    }

    /** Whether the columns are those of a long table or those of a wide one. */
    boolean isOneForm() {
        return wide == null ? id != null && value != null : id == null && value == null;
    }

    /** The interval between readings; 0 where the text is none that divides a day. */
    Duration interval() {
        try {
            Duration interval = Duration.parse("PT" + every);
            long seconds = interval.toSeconds();
            return seconds > 0 && DAY % seconds == 0 && interval.equals(Duration.ofSeconds(seconds))
                    ? interval
                    : Duration.ZERO;
        } catch (DateTimeParseException none) {
            return Duration.ZERO;
        }
    }
}
