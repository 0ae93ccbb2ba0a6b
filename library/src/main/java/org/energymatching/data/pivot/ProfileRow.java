package org.energymatching.data.pivot;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The values of one home in one period while they are read: the mean of the readings of each place, NaN where there is none. */
final class ProfileRow {

    /** Clocks change before this hour. */
    private static final int NIGHT = 4;

    private final double[] values;
    private final int perDay;
    private int @Nullable [] repeats;

    ProfileRow(int days, int perDay) {
        this.values = new double[days * perDay];
        this.perDay = perDay;
        Arrays.fill(values, Double.NaN);
    }

    void add(int place, double value) {
        if (Double.isNaN(values[place])) {
            values[place] = value;
            return;
        }
        if (repeats == null) {
            repeats = new int[values.length];
        }
        values[place] += (value - values[place]) / (++repeats[place] + 1);
    }

    int length() {
        return values.length;
    }

    int days() {
        return values.length / perDay;
    }

    int missing() {
        return (int) Arrays.stream(values).filter(Double::isNaN).count();
    }

    /** The number of readings at a time that had one already. */
    int repeated() {
        return repeats == null ? 0 : Arrays.stream(repeats).sum();
    }

    void copy(double[] into, int offset) {
        System.arraycopy(values, 0, into, offset, values.length);
    }

    /** Whether a day lacks one hour of the night and nothing else, as where daylight saving begins. */
    boolean skipsAnHour(int day) {
        return isOneHourOfTheNight(day, place -> Double.isNaN(values[place]));
    }

    /** Whether a day has one hour of the night twice and nothing else, as where daylight saving ends. */
    boolean repeatsAnHour(int day) {
        int[] extra = repeats;
        return extra != null
                && IntStream.range(day * perDay, (day + 1) * perDay).allMatch(place -> extra[place] <= 1)
                && isOneHourOfTheNight(day, place -> extra[place] == 1);
    }

    private boolean isOneHourOfTheNight(int day, IntPredicate special) {
        int[] places = IntStream.range(day * perDay, (day + 1) * perDay)
                .filter(special)
                .map(place -> place - day * perDay)
                .toArray();
        return perDay % 24 == 0
                && places.length == perDay / 24
                && places[places.length - 1] - places[0] == places.length - 1
                && places[places.length - 1] < NIGHT * perDay / 24;
    }
}
