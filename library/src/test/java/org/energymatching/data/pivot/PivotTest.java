package org.energymatching.data.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.energymatching.data.Split;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Seeds;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PivotTest {

    private static final double GONE = Double.NaN;

    private static final Pivot LONG = Pivot.ofLong("id", List.of("time"), "kWh");

    private static final Pivot SIX_HOURS = LONG.every(Duration.ofHours(6));

    private static final Path EDRP = Path.of("data/meters");

    @TempDir
    Path directory;

    @Test
    void rowsAreOfOneHomeAndOneDay() throws IOException {
        Profiles days = SIX_HOURS.read(file("""
                id,tariff,time,kWh \r
                b,Std,2012-10-12 00:00:00.0000000, 1 \r
                b,Std,2012-10-12 06:00:00.0000000, 2 \r
                a,Std,2012-10-12 18:00:00.0000000, 8 \r
                b,Std,2012-10-12 12:00:00.0000000, 3 \r
                a,Std,2012-10-12 12:00:00.0000000, 7 \r
                a ,Std,2012-10-12 06:00:00.0000000, 6 \r
                b,Std,2012-10-12 18:00:00.0000000, 4 \r
                a,Std,2012-10-12 00:00:00.0000000, 5 \r
                """));
        assertThat(days.ids()).containsExactly("b", "a");
        assertThat(days.firstDays()).containsOnly(LocalDate.of(2012, 10, 12));
        assertThat(days.lengths()).containsExactly(4, 4);
        assertThat(days.rows().width()).isEqualTo(4);
        assertThat(days.rows().values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(days.notes()).containsExactly("8 readings make 2 rows of one day with a value every 6 hours");
    }

    @Test
    void aWideTableIsTheSame() throws IOException {
        Profiles days = Pivot.ofWide(List.of("date", "time"), "home\\d+")
                .every(Duration.ofHours(12))
                .read(file("""
                        date;time;week;home1;home22
                        16/12/2006;00:00:00;Sat;1,5;?
                        16/12/2006;12:00:00;Sat;2;4
                        17/12/2006;0:00:00;Sun;7;5
                        17/12/2006;12:00:00;Sun;8;6
                        """));
        assertThat(days.ids()).containsExactly("home1", "home1", "home22");
        assertThat(days.firstDays()).extracting(LocalDate::getDayOfMonth).containsExactly(16, 17, 17);
        assertThat(days.rows().values()).containsExactly(1.5, 2, 7, 8, 5, 6);
        assertThat(days.notes()).contains("1 of 4 rows are left out, as they lack more than 0 % of their values");
    }

    @Test
    void gapsRepeatsAndTimesOffTheGridAreCounted() throws IOException {
        StringBuilder text = new StringBuilder("id,time,kWh\nb,2012-10-12T18:00,9\n");
        for (int day = 10; day < 30; day++) {
            text.append(
                    "a,2012-10-" + day + "T00:00,1\na,2012-10-" + day + "T06:00,2\na,2012-10-" + day + "T12:00,3\n");
        }
        text.append("a,2012-10-13T18:00,Null\na,2012-10-12T18:00,4\na,2012-10-12T18:00,5\na,2012-10-12T18:00,9\n");
        Profiles days = SIX_HOURS.mostMissing(0.25).read(file(text + "a,2012-10-12T15:13,8\n"));
        assertThat(days.ids()).hasSize(20).containsOnly("a");
        assertThat(days.rows().pick(2, 3).values()).containsExactly(1, 2, 3, 6, 1, 2, 3, GONE);
        assertThat(days.notes())
                .containsExactly(
                        "64 readings make 20 rows of one day with a value every 6 hours",
                        "2 readings repeat the time of another of their home; the mean is taken",
                        "1 readings are left out, as their times are off the grid, the first in line 67",
                        "1 of 21 rows are left out, as they lack more than 25 % of their values",
                        "19 of 80 values of the rows are missing");
    }

    /** Clocks in London went forward on 25 March 2012 at 1:00 and back on 28 October at 2:00. */
    @ParameterizedTest
    @CsvSource({
        "2012-03-25, lack one hour of the night, '23 hours, 46 values'",
        "2012-10-28, have one hour of the night twice, '25 hours, 50 values'"
    })
    void daylightSavingIsNoted(LocalDate sunday, String what, String length) throws IOException {
        ZoneId london = ZoneId.of("Europe/London");
        StringBuilder text = new StringBuilder("id,time,kWh\n");
        int readings = 0;
        for (ZonedDateTime now = sunday.minusDays(1).atStartOfDay(london);
                now.toLocalDate().isBefore(sunday.plusDays(2));
                now = now.plusMinutes(30)) {
            text.append("a," + now.format(DateTimeFormatter.ofPattern("d/M/yyyy H:mm")) + "," + readings++ + "\n");
        }
        Profiles days = LONG.mostMissing(0.05).read(file(text.toString()));
        boolean spring = readings == 3 * 48 - 2;
        assertThat(readings).isEqualTo(3 * 48 + (spring ? -2 : 2));
        assertThat(days.rows().pick(1).values())
                .startsWith(spring ? new double[] {48, 49, GONE, GONE, 50} : new double[] {48, 49, 51, 52, 54});
        assertThat(days.notes())
                .anyMatch(note -> note.startsWith("1 Sundays") && note.contains(what) && note.contains(length));
        assertThat(days.notes()).noneMatch(note -> note.contains("repeat the time"));
    }

    @Test
    void monthsAreAsWideAsTheLongest() throws IOException {
        StringBuilder text = new StringBuilder("id,time,kWh\n");
        LocalDate first = LocalDate.of(2012, 1, 30);
        for (int day = 0; day < 2 + 29 + 31; day++) {
            text.append("a," + first.plusDays(day) + "," + day + "\n");
        }
        Path file = file(text.toString());
        Pivot daily = LONG.every(Duration.ofDays(1));
        Profiles months = daily.period(ProfilePeriod.MONTH).read(file);
        assertThat(months.firstDays()).containsExactly(LocalDate.of(2012, 2, 1), LocalDate.of(2012, 3, 1));
        assertThat(months.lengths()).containsExactly(29, 31);
        assertThat(months.rows().width()).isEqualTo(31);
        assertThat(months.rows().pick(0).values()).startsWith(2, 3).endsWith(30, GONE, GONE);
        assertThat(months.rows().pick(1).values()).startsWith(31).endsWith(61);
        assertThat(months.notes())
                .contains("1 rows are of months of fewer than 31 days; the values beyond their length are missing");

        Profiles weeks = daily.period(ProfilePeriod.WEEK).read(file);
        assertThat(weeks.firstDays())
                .hasSize(8)
                .startsWith(first)
                .allMatch(day -> day.getDayOfWeek().getValue() == 1);
        assertThat(weeks.rows().values())
                .containsExactly(IntStream.range(0, 56).asDoubleStream().toArray());
    }

    @Test
    void theOrderOfLinesDoesNotMatter() {
        Seeds.check(20, random -> {
            List<String> lines = new ArrayList<>();
            for (int at = 0; at < 40; at++) {
                lines.add("a,%02d/05/2012 %02d:00,%d%n".formatted(11 + at / 4, at % 4 * 6, at));
            }
            Collections.shuffle(lines, new Random(random.nextLong()));
            Profiles days = SIX_HOURS.read(file("id,time,kWh\n" + String.join("", lines)));
            assertThat(days.rows().values())
                    .containsExactly(IntStream.range(0, 40).asDoubleStream().toArray());
        });
    }

    @Test
    void hostileLinesAreNamed() throws IOException {
        String start = "id,time,kWh\na,2012-10-12 00:00,1\n";
        refuses(
                SIX_HOURS,
                start + "a,2012-10-32 06:00,1\n",
                "line 3, 'time' reads '2012-10-32 06:00'",
                "yyyy-MM-dd HH:mm");
        refuses(SIX_HOURS, start + "a,,1\n", "line 3, 'time' is empty");
        refuses(SIX_HOURS, start + "a,2012-10-12 06:00,much\n", "line 3, column 'kWh' reads 'much'");
        refuses(SIX_HOURS, start + "a,2012-10-12 06:00,inf\n", "line 3, column 'kWh' reads 'inf'");
        refuses(SIX_HOURS, start + "a,2012-10-12 06:00\n", "line 3 has 2 cells");
        refuses(SIX_HOURS, "id,time,kWh\na,soon,1\n", "line 2, 'time' reads 'soon'", "2012-10-12 00:30:00");
        refuses(SIX_HOURS, "id,time,kWh\na,1/2/2012 6:00,1\n", "d/M/yyyy H:mm and as M/d/yyyy H:mm");
        refuses(SIX_HOURS.timeFormat("d.M.yyyy"), start, "line 2, 'time' reads '2012-10-12 00:00'");
        refuses(SIX_HOURS, start + "a,2012-10-12 06:30,1\n", "1 of 2 readings", "every 6 hours", "in line 3");
        refuses(SIX_HOURS, start, "no day of a home that lacks at most 0 %");
        refuses(SIX_HOURS, "id,time,kWh\na,2012-10-12 00:00,\n", "has no reading");
        refuses(SIX_HOURS, "id,time,kWh\n", "no readings");
        refuses(SIX_HOURS, "", "is empty");
        assertThat(SIX_HOURS
                        .timeFormat("M/d/yyyy H:mm")
                        .mostMissing(1)
                        .read(file("id,time,kWh\na,1/2/2012 6:00,1\n"))
                        .firstDays())
                .containsExactly(LocalDate.of(2012, 1, 2));
    }

    @Test
    void optionsAreChecked() throws IOException {
        Path file = file("id,time,kWh\na,2012-10-12 00:00,1\n");
        assertThatThrownBy(() -> Pivot.ofLong("home", List.of("time"), "kWh").read(file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no column 'home'");
        assertThatThrownBy(() -> Pivot.ofWide(List.of("time"), "home.*").read(file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no column that matches 'home.*'");
        assertThatThrownBy(() -> Pivot.ofWide(List.of("time"), "home(")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LONG.mostMissing(GONE)).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT7M", "PT0.5S", "P2D"})
    void anIntervalDividesADay(Duration every) {
        assertThatThrownBy(() -> LONG.every(every))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("" + every);
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        byte[] sound = "id,time,kWh\na,2012-10-12 00:00,1\na,2012-10-12 06:00,2\nb,2012-10-13 06:00,2.5\n"
                .getBytes(StandardCharsets.UTF_8);
        Pivot wide =
                Pivot.ofWide(List.of("time"), "kWh").every(Duration.ofHours(6)).mostMissing(1);
        int refused = Corruption.refused(
                sound,
                directory.resolve("damaged.csv"),
                path -> {
                    try {
                        wide.read(path);
                    } catch (UsageException aNameOfAColumn) {
                        assertThat(aNameOfAColumn).hasMessageContaining("column");
                    }
                },
                3_000);
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void theSixHomesAreThoseOfTheWideFile() {
        Profiles six = Pivot.ofLong("LCLid", List.of("DateTime"), "KWH/hh (per half hour)")
                .read(Shared.file(
                        EDRP.resolve("edrp_6homes_long_LCL_layout.csv").toString()));
        Profiles same = Pivot.ofWide(List.of("date", "time"), "home[134789]").read(wide());
        assertThat(six.rows().rows()).isEqualTo(6 * 92);
        assertThat(six.ids().stream().map(id -> id.replaceFirst("EDR0*", "home")))
                .isEqualTo(same.ids());
        assertThat(six.firstDays()).isEqualTo(same.firstDays());
        assertThat(six.rows().values()).containsExactly(same.rows().values());
        assertThat(six.notes())
                .containsExactly("26,496 readings make 552 rows of one day with a value every 30 minutes");
    }

    @Test
    void theWideFileMakesMonthsOfAllHomes() {
        Profiles months = Pivot.ofWide(List.of("date", "time"), "home.*")
                .period(ProfilePeriod.MONTH)
                .read(wide());
        assertThat(months.rows().rows()).isEqualTo(1_200);
        assertThat(months.lengths()).startsWith(1_488, 1_440, 1_488).hasSize(1_200);
        assertThat(months.firstDays()).startsWith(LocalDate.of(2009, 3, 1), LocalDate.of(2009, 4, 1));
        assertThat(months.rows().pick(1).values()).startsWith(0.04, 0.039).endsWith(GONE);
    }

    @Test
    void theRawFileOfUciEndsInTheMiddleOfALine() {
        Path file = Shared.file(EDRP.resolve("uci_household_power_first1MB.txt").toString());
        Pivot minutes =
                Pivot.ofWide(List.of("Date", "Time"), "Global_active_power").every(Duration.ofMinutes(1));
        assertThatThrownBy(() -> minutes.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 15924 has 5 cells");
    }

    @Test
    void heldOutHomesHaveNoTrainingRow() {
        Seeds.check(50, random -> {
            List<String> homes =
                    random.ints(60, 0, 10).mapToObj(i -> "home" + i).toList();
            Split.Rows split = Split.byGroup(homes, 0.3, random);
            assertThat(split.training().length + split.heldOut().length).isEqualTo(60);
            List<String> training =
                    IntStream.of(split.training()).mapToObj(homes::get).toList();
            List<String> heldOut =
                    IntStream.of(split.heldOut()).mapToObj(homes::get).toList();
            assertThat(heldOut).isNotEmpty().doesNotContainAnyElementsOf(training);
            assertThat(heldOut.stream().distinct())
                    .hasSize(Math.round(0.3f * homes.stream().distinct().count()));
        });
        List<String> homes = List.of("a", "b", "a", "c");
        assertThat(Split.byGroup(homes, 0.3, Rng.of(1)).heldOut())
                .isEqualTo(Split.byGroup(homes, 0.3, Rng.of(1)).heldOut());
    }

    private static Path wide() {
        return Shared.file(
                EDRP.resolve("edrp_scotland_400homes_halfhourly_wide.csv.gz").toString());
    }

    private void refuses(Pivot pivot, String text, String... fragments) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> pivot.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(fragments);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("readings.csv"), text);
    }
}
