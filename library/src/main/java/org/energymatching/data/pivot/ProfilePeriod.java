package org.energymatching.data.pivot;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** The length of time that a row of {@link Profiles} covers. */
public enum ProfilePeriod {
    /** From midnight to midnight. */
    DAY(1),

    /** Seven days from a Monday on. */
    WEEK(7),

    /** A month of the calendar: 28 to 31 days. */
    MONTH(31);

    private final int mostDays;

    ProfilePeriod(int mostDays) {
        this.mostDays = mostDays;
    }

    /** The days of the longest such period. */
    public int mostDays() {
        return mostDays;
    }

    /** The first day of the period that has this day. */
    public LocalDate first(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** The days of the period that begins on a day. */
    public int days(LocalDate first) {
        return this == MONTH ? first.lengthOfMonth() : mostDays;
    }
}
