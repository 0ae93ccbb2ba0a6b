package org.energymatching.data.pivot;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.error.DataException;

/** Readings by home, period and place in the period, while they are read. */
final class ReadingGrid {

    private final Path path;
    private final Pivot pivot;
    private final int perDay;
    private final Map<String, TreeMap<LocalDate, ProfileRow>> homes = new LinkedHashMap<>();
    private long onGrid;
    private long offGrid;
    private long firstOffGrid;

    ReadingGrid(Path path, Pivot pivot) {
        this.path = path;
        this.pivot = pivot;
        this.perDay = pivot.perDay();
    }

    void add(String home, LocalDateTime time, double value, long line) {
        long ofDay = time.toLocalTime().toNanoOfDay();
        long interval = pivot.every().toNanos();
        if (ofDay % interval != 0) {
            firstOffGrid = offGrid++ == 0 ? line : firstOffGrid;
            return;
        }
        onGrid++;
        LocalDate first = pivot.period().first(time.toLocalDate());
        homes.computeIfAbsent(home, name -> new TreeMap<>())
                .computeIfAbsent(first, day -> new ProfileRow(pivot.period().days(day), perDay))
                .add((int) (ChronoUnit.DAYS.between(first, time.toLocalDate()) * perDay + ofDay / interval), value);
    }

    Profiles profiles() {
        requireGrid();
        List<String> ids = new ArrayList<>();
        List<LocalDate> days = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        List<ProfileRow> kept = new ArrayList<>();
        ProfileNotes notes = new ProfileNotes(pivot);
        homes.forEach((home, rows) -> rows.forEach((first, row) -> {
            boolean keep = row.missing() <= pivot.mostMissing() * row.length();
            notes.add(first, row, keep);
            if (keep) {
                ids.add(home);
                days.add(first);
                lengths.add(row.length());
                kept.add(row);
            }
        }));
        if (kept.isEmpty()) {
            throw new DataException(
                    path + " has no " + pivot.period().name().toLowerCase(Locale.ROOT)
                            + " of a home that lacks at most " + ProfileNotes.share(pivot.mostMissing())
                            + " % of its values.",
                    "A row has a value every " + ProfileNotes.text(pivot.every()) + ".",
                    "Take the interval of the readings, shorter rows, or allow for more missing values.");
        }
        return new Profiles(
                ids, days, lengths, values(kept), pivot.every(), notes.sentences(onGrid, offGrid, firstOffGrid));
    }

    private DoubleRows values(List<ProfileRow> rows) {
        int width = pivot.period().mostDays() * perDay;
        if ((long) rows.size() * width > Integer.MAX_VALUE - 8) {
            throw new DataException(
                    path + " makes " + rows.size() + " rows of " + width + " values.",
                    "A table must fit one array of " + (Integer.MAX_VALUE - 8) + " values.",
                    "Split the file, or take a longer interval.");
        }
        double[] values = new double[rows.size() * width];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).copy(values, i * width);
        }
        return new DoubleRows(values, width);
    }

    private void requireGrid() {
        if (onGrid == 0 && offGrid == 0) {
            throw new DataException(
                    path + " has no reading.", "Some of its values are numbers.", "Check the columns, and the file.");
        }
        if (offGrid > (onGrid + offGrid) / 10) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d readings are at other times than every %s since midnight, as in line %,d.",
                            path,
                            offGrid,
                            onGrid + offGrid,
                            ProfileNotes.text(pivot.every()),
                            firstOffGrid),
                    "A row takes readings at these times only, and at most a tenth is left out.",
                    "Take the interval of the readings, or average the file to the longer one first.");
        }
    }
}
