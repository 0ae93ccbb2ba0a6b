package org.energymatching.data.schema;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The format of days and times in a column.
 *
 * @param pattern such as yyyy-MM-dd HH:mm
 * @param formatter reads and writes it
 */
public record DateFormat(String pattern, DateTimeFormatter formatter) {

    private static final List<String> DAYS = List.of(
            "yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d.M.yyyy", "d/M/yyyy", "M/d/yyyy");

    private static final List<String> TIMES = List.of(
            "",
            " HH:mm:ss",
            " HH:mm",
            "'T'HH:mm:ss",
            "'T'HH:mm",
            "'T'HH:mm:ss'Z'",
            " HH:mm:ss.SSS",
            " HH:mm:ss.SSSSSSS",
            "'T'HH:mm:ss.SSS",
            "'T'HH:mm:ss.SSS'Z'",
            " H:mm:ss",
            " H:mm");

    /** The formats that are tried on a column, stricter ones first; the first that fits all its cells is taken. */
    public static final List<DateFormat> USUAL = TIMES.stream()
            .flatMap(time -> DAYS.stream().map(day -> of(day + time)))
            .toList();

    /**
     * The format of a pattern.
     *
     * @throws UsageException if it is none
     */
    public static DateFormat of(String pattern) {
        try {
            return new DateFormat(
                    pattern,
                    new DateTimeFormatterBuilder()
                            .appendPattern(pattern.replace('y', 'u'))
                            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                            .parseDefaulting(ChronoField.NANO_OF_SECOND, 0)
                            .toFormatter(Locale.ENGLISH)
                            .withResolverStyle(ResolverStyle.STRICT));
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "The pattern of dates '" + pattern + "' is none: " + e.getMessage() + ".",
                    "A pattern has years, months and days in yyyy, MM and dd, and perhaps HH:mm:ss.",
                    "Give for example date:yyyy-MM-dd.",
                    e);
        }
    }

    /** The time, or null if the cell has another format. */
    public @Nullable LocalDateTime time(String cell) {
        try {
            return formatter.parse(cell, LocalDateTime::from);
        } catch (DateTimeException otherwise) {
            return null;
        }
    }

    String text(LocalDateTime time) {
        return formatter.format(time);
    }

    /** Whether it has hours. */
    boolean hasHours() {
        return pattern.contains("H");
    }

    /** Milliseconds since 1970, as if in UTC. */
    static long milliseconds(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** The time this many milliseconds after 1970. */
    static LocalDateTime time(long milliseconds) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(milliseconds, 1000L),
                (int) Math.floorMod(milliseconds, 1000L) * 1_000_000,
                ZoneOffset.UTC);
    }
}
