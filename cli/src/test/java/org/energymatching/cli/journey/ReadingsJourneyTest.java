package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.Dataset;
import org.energymatching.data.schema.CellRows;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table with a line for each reading to a potential of days, through the program. */
class ReadingsJourneyTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;
    private static final int DAYS = 20;

    /** A Sunday. */
    private static final LocalDateTime FIRST = LocalDateTime.of(2013, 1, 20, 0, 0);

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path readings;
    private static Path run;
    private static Ended trained;

    /** Hourly readings of home a near 1, of b near 10, of c near 100; a day of a lacks an hour, a day of b two hours. */
    private static Path readings(String name, DoubleUnaryOperator ofHour) {
        Random random = new Random(2);
        StringBuilder text = new StringBuilder("home,time,kWh\n");
        for (int home = 0; home < 3; home++) {
            for (int hour = 0; hour < 24 * DAYS; hour++) {
                boolean gap = (home == 0 && hour == 3 * 24 + 5) || (home == 1 && hour / 2 == 5 * 12 + 4);
                double value = Math.pow(10, home) * (1 + 0.1 * random.nextDouble()) * ofHour.applyAsDouble(hour % 24);
                text.append(gap ? "" : "%c,%s,%.4f%n".formatted('a' + home, FIRST.plusHours(hour), value));
            }
        }
        return bench.write(name, text.toString());
    }

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        readings = readings("readings.csv", hour -> 1);
        run = bench.path("run");
        trained = bench.em(words(
                        readings, "data.splitBy=id", "data.condition=[month]", "--no-report", "--run", run.toString()))
                .done();
    }

    private static Object[] words(Path data, String... more) {
        return Stream.concat(
                        Stream.of("train", bench.table(), "--data", data),
                        Stream.concat(keys().stream(), Arrays.stream(more)))
                .toArray();
    }

    private static List<String> keys(String... more) {
        List<String> keys = new ArrayList<>(
                List.of("data.pivot.id=home", "data.pivot.time=[time]", "data.pivot.value=kWh", "data.pivot.every=1h"));
        keys.addAll(List.of(more));
        return keys;
    }

    private static DataSource open(Path data, List<String> keys) {
        return DataSource.open(RunConfig.load(bench.table().toString(), keys, data));
    }

    private static Samples training(DataSource data) {
        return ((Dataset) data.training()).rows();
    }

    @Test
    void trainingSaysHowRowsAreMade() {
        assertThat(trained.err())
                .contains(
                        "1 of 60 rows are left out, as they lack more than 5 %",
                        "1 missing values are filled by linear interpolation",
                        "1 of 3 homes are held out with all their rows: ");
    }

    @Test
    void heldOutRowsAreOfOtherHomes() {
        DataSource data = open(readings, keys("data.splitBy=id", "data.standardize=false"));
        Samples heldOut = Objects.requireNonNull(data.heldOut());
        double level = Math.floor(Math.log10(heldOut.values()[0]));
        for (float value : heldOut.values()) {
            assertThat(Math.floor(Math.log10(value))).isEqualTo(level);
        }
        for (float value : training(data).values()) {
            assertThat(Math.floor(Math.log10(value))).isNotEqualTo(level);
        }
        assertThat(training(data).rows() + heldOut.rows()).isEqualTo(3 * DAYS - 1);
        assertThat(data.description()).containsEntry("rows", 3 * DAYS - 1);
        assertThat(data.columns()).hasSize(24).startsWith("00:00", "01:00").endsWith("23:00");
    }

    /** With types, a home without use at night has no negative readings, and its column of zeros is a constant. */
    @Test
    void typedReadingsKeepTheirBounds() throws IOException {
        Path nights = readings("nights.csv", hour -> hour < 4 ? 0 : hour < 8 ? 0.1 : 1);
        DataSource data = open(nights, keys("data.splitBy=id", "data.typed=true", "data.condition=[month]"));
        assertThat(data.columns()).hasSize(20).startsWith("04:00");
        assertThat(Objects.requireNonNull(data.heldOut()).conditions()).isNotNull();
        assertThat(data.notes().toString()).contains("1 of 3 homes are held out", "lack more than 5 %", "00:00");
        Path typed = bench.path("typed");
        bench.em(words(nights, "data.typed=true", "--no-report", "--run", typed.toString()))
                .done();
        Path out = bench.path("typed.csv");
        bench.em("sample", typed, "-n", 50, "--out", out).done();
        assertThat(Files.readAllLines(out).get(0)).startsWith("00:00,01:00");
        for (String[] row : CellRows.all(out)) {
            assertThat(row[0]).isEqualTo("0.0");
            for (String cell : row) {
                assertThat(Double.parseDouble(cell)).isGreaterThanOrEqualTo(0);
            }
        }
    }

    @Test
    void aGapIsFilledBetweenItsNeighbours() {
        Samples rows = training(open(readings, keys("data.holdout=0", "data.standardize=false")));
        float[] day = rows.row(3);
        assertThat(day[5]).isEqualTo((day[4] + day[6]) / 2);
    }

    @Test
    void weeksBeginOnMonday() {
        DataSource weeks = open(readings, keys("data.pivot.row=week", "data.holdout=0", "data.standardize=false"));
        assertThat(weeks.columns())
                .hasSize(168)
                .startsWith("Mon 00:00", "Mon 01:00")
                .endsWith("Sun 23:00");
        Samples days = training(open(readings, keys("data.holdout=0", "data.standardize=false")));
        Samples rows = training(weeks);
        assertThat(rows.rows()).isEqualTo(6); // two whole weeks of each home
        for (int day = 0; day < 7; day++) {
            assertThat(Arrays.copyOfRange(rows.row(0), 24 * day, 24 * day + 24)).isEqualTo(days.row(1 + day));
        }
    }

    @Test
    void aWideTableMakesTheSameRows() throws IOException {
        StringBuilder text = new StringBuilder("day;hour;a;b;c\n");
        List<String[]> lines = Files.readAllLines(readings).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        for (int hour = 0; hour < 24 * DAYS; hour++) {
            String[] time = FIRST.plusHours(hour).toString().split("T", -1);
            text.append(time[0]).append(';').append(time[1]);
            for (String home : List.of("a", "b", "c")) {
                text.append(';')
                        .append(lines.stream()
                                .filter(line -> line[0].equals(home) && line[1].equals(time[0] + "T" + time[1]))
                                .map(line -> line[2])
                                .findFirst()
                                .orElse(""));
            }
            text.append('\n');
        }
        Path wide = bench.write("wide.csv", text.toString());
        DataSource data = open(
                wide,
                List.of(
                        "data.pivot.time=[day,hour]",
                        "data.pivot.wide='[abc]'",
                        "data.pivot.every=1h",
                        "data.splitBy=id"));
        DataSource same = open(readings, keys("data.splitBy=id"));
        assertThat(data.columns()).isEqualTo(same.columns());
        assertThat(training(data).values()).isEqualTo(training(same).values());
        assertThat(Objects.requireNonNull(data.heldOut()).values())
                .isEqualTo(Objects.requireNonNull(same.heldOut()).values());
    }

    @Test
    void furtherFilesHaveAColumnForEachTime() throws IOException {
        Path samples = bench.path("samples.csv");
        bench.em("sample", run, "-n", 8, "--given", "month=2", "--out", samples).done();
        assertThat(Files.readAllLines(samples).get(0))
                .startsWith("00:00,01:00,")
                .endsWith(",23:00");
        assertThat(Workbench.rows(samples).rows()).isEqualTo(8);
        bench.em("energy", run, "--data", samples, "--out", bench.path("energies.csv"))
                .done();
        bench.em(
                        "restore",
                        run,
                        "--data",
                        samples,
                        "--simulate",
                        "-n",
                        2,
                        "--operator",
                        "columns:08:00-11:00",
                        "--noise",
                        0,
                        "--chains",
                        2,
                        "--renoise-rounds",
                        1,
                        "--keep",
                        1,
                        "--out",
                        bench.path("restored"))
                .done();
        bench.refused(
                DATA,
                List.of("no column '00:00'", "takes rows of 24 numbers: 00:00, 01:00"),
                "energy",
                run,
                "--data",
                readings,
                "--out",
                bench.path("none.csv"));
    }

    @Test
    void mistakesAreNamed() {
        refused(USAGE, "no column 'house'", words(readings, "data.pivot.id=house"));
        refused(USAGE, "data.pivot.every is '7m'", words(readings, "data.pivot.every=7m"));
        refused(USAGE, "data.pivot.row is month", words(readings, "data.pivot.row=month"));
        refused(DATA, "3 groups", words(readings, "data.splitBy=id", "data.holdout=0.1"));
        refused(
                DATA,
                "data.standardize=false",
                words(
                        readings("sun.csv", hour -> hour < 6 ? 0 : 1),
                        "--run",
                        bench.path("none").toString()));
    }

    private static void refused(int code, String contained, Object... words) {
        bench.refused(code, List.of(contained), words);
    }
}
