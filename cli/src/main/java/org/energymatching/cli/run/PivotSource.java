package org.energymatching.cli.run;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.baseline.SeriesInterpolation;
import org.energymatching.cli.config.PivotConfig;
import org.energymatching.data.Split;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.pivot.ProfilePeriod;
import org.energymatching.data.pivot.Profiles;
import org.energymatching.data.schema.TypedTable;
import org.energymatching.data.table.Table;
import org.energymatching.tensor.Shape;

/** The table that is made of readings: a row for each home and day or week, a column for each time, small gaps filled. */
final class PivotSource {

    /** Rows that lack a larger share of their readings are left out. */
    private static final double MOST_MISSING = 0.05;

    private static final String DATE = "date";
    static final String HOME = "home";

    /** The columns of cells that are not learnt. */
    static final List<String> NAMES = List.of(DATE, HOME);

    private PivotSource() {}

    /** The table, with the first day and the home of each row as its words. */
    static Table table(PivotConfig config, Path file) {
        Profiles profiles = config.pivot().mostMissing(MOST_MISSING).read(file);
        List<String> notes = new ArrayList<>(profiles.notes());
        DoubleRows filled = filled(profiles.rows(), notes);
        return new Table(
                columns(profiles, config.row()),
                List.of(),
                filled,
                notes,
                Map.of(
                        DATE,
                        profiles.firstDays().stream().map(LocalDate::toString).toList(),
                        HOME,
                        profiles.ids()));
    }

    /** The same as cells, with the first day and the home of each row as columns. */
    static TypedTable cells(PivotConfig config, Path file, List<String> notes) {
        Table table = table(config, file);
        notes.addAll(table.notes());
        List<String> days = table.words().getOrDefault(DATE, List.of());
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(table.columns());
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < table.rows().rows(); i++) {
            String[] row = new String[names.size()];
            row[0] = days.get(i);
            row[1] = homes(table).get(i);
            for (int j = 0; j < table.rows().width(); j++) {
                row[j + 2] = CsvCell.text(table.rows().at(i, j));
            }
            rows.add(row);
        }
        return TypedTable.of(file.toString(), Map.of(DATE, "id", HOME, "id"), names, rows);
    }

    /** The requested conditions, as those on a column of dates. */
    static List<String> conditions(List<String> asked) {
        return asked.stream().map(part -> part + "(" + DATE + ")").toList();
    }

    /** The home of each row. */
    static List<String> homes(Table table) {
        return table.words().getOrDefault(HOME, List.of());
    }

    /** A note on the homes that are held out. */
    static String heldOut(List<String> homes, Split.Rows split) {
        List<String> heldOut =
                Arrays.stream(split.heldOut()).mapToObj(homes::get).distinct().toList();
        return Numbers.format(
                "%,d of %,d homes are held out with all their rows: %s%s",
                heldOut.size(),
                homes.stream().distinct().count(),
                heldOut.stream().limit(20).collect(Collectors.joining(", ")),
                heldOut.size() > 20 ? Numbers.format(" and %,d more", heldOut.size() - 20) : "");
    }

    private static DoubleRows filled(DoubleRows rows, List<String> notes) {
        double[] values = rows.values().clone();
        float[] known = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            known[i] = (float) values[i];
        }
        float[] curve = SeriesInterpolation.LINEAR
                .fill(new Samples(known, Shape.of(rows.rows(), rows.width())))
                .values();
        int gaps = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                values[i] = curve[i];
                gaps++;
            }
        }
        if (gaps > 0) {
            notes.add(Numbers.format("%,d missing values are filled by linear interpolation within their row", gaps));
        }
        return new DoubleRows(values, rows.width());
    }

    /** Times of day such as 00:30, in weeks Mon 00:30. */
    private static List<String> columns(Profiles profiles, ProfilePeriod row) {
        long every = profiles.every().toSeconds();
        List<String> times = IntStream.range(0, profiles.rows().width() / row.mostDays())
                .mapToObj(place -> LocalTime.ofSecondOfDay(place * every).toString())
                .toList();
        return row == ProfilePeriod.DAY
                ? times
                : Stream.of(DayOfWeek.values())
                        .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ROOT))
                        .flatMap(day -> times.stream().map(time -> day + " " + time))
                        .toList();
    }
}
