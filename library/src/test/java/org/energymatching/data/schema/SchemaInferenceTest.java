package org.energymatching.data.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.groups.Tuple;
import org.energymatching.Samples;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.file.Npy;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What columns hold is inferred from all their cells, and what cannot be is an error that names the column. */
class SchemaInferenceTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    /** A table of one column 'x' beside one of words. */
    private Path column(String... cells) throws IOException {
        return file("x,other\n"
                + IntStream.range(0, cells.length)
                        .mapToObj(i -> cells[i] + "," + "abc".charAt(i % 3))
                        .collect(Collectors.joining("\n"))
                + "\n");
    }

    private ColumnType type(String... cells) throws IOException {
        return Schema.of(column(cells)).column("x").type();
    }

    private static String[] numbered(int count, IntFunction<String> cell) {
        return IntStream.range(0, count).mapToObj(cell).toArray(String[]::new);
    }

    @Test
    void eachRuleOnItsOwn() throws IOException {
        assertThat(type("7", "7", "7")).isEqualTo(new ColumnType.Constant("7"));
        assertThat(type("NA", "", "?")).isEqualTo(new ColumnType.Constant(""));
        assertThat(type("yes", "no", "yes", "no")).isEqualTo(new ColumnType.Bool("no", "yes"));
        assertThat(type("10", "9", "9", "NA")).isEqualTo(new ColumnType.Bool("9", "10"));
        assertThat(type("3", "4", "5", "6")).isInstanceOf(ColumnType.Identifier.class);
        assertThat(type("3.0", "4", "1", "6")).isEqualTo(new ColumnType.Whole(1, 6));
        assertThat(type("0.5", "-1", "1", "6")).isEqualTo(new ColumnType.Continuous());
        assertThat(type("0.5", "0", "1", "6")).isEqualTo(new ColumnType.Bounded(0, Double.POSITIVE_INFINITY));
        assertThat(type(numbered(40, i -> i < 12 ? "9.5" : i / 10.0 - 3 + "")))
                .isEqualTo(new ColumnType.Bounded(Double.NEGATIVE_INFINITY, 9.5));
        assertThat(type("a", "b", "c", "a", "a", "b", "c", "c", "c"))
                .isEqualTo(new ColumnType.Categorical(List.of("c", "a", "b")));
        assertThat(type("only", "", "only")).isEqualTo(new ColumnType.Categorical(List.of("only")));
        assertThat(type("a", "b", "c", "d")).isEqualTo(new ColumnType.Identifier("all different"));
        assertThat(type("one of them", "the second", "or a third", "one of them"))
                .isEqualTo(new ColumnType.Identifier("text"));
        assertThat(type("00501", "10001", "00501", "94105", "10001", "94105"))
                .isEqualTo(new ColumnType.Categorical(List.of("00501", "10001", "94105")));
    }

    @ParameterizedTest
    @CsvSource({
        "2020-02-28, 2020-02-29, 2020-03-02, yyyy-MM-dd, 86400000",
        "2020-01-01 00:00:00, 2020-01-01 00:15:00, 2020-01-01 00:45:00, yyyy-MM-dd HH:mm:ss, 900000",
        "2020-01-01T00:00, 2020-01-01T01:00, 2020-01-03T00:00, yyyy-MM-dd'T'HH:mm, 3600000",
        "31.12.2019, 01.01.2020, 03.01.2020, dd.MM.yyyy, 86400000",
        "12/31/2019, 01/02/2020, 01/04/2020, MM/dd/yyyy, 172800000",
        "1/2/2020, 13/2/2020, 25/2/2020, d/M/yyyy, 1036800000",
    })
    void datesAreRecognised(String a, String b, String c, String format, long step) throws IOException {
        assertThat(type(a, "", b, c, a)).isInstanceOfSatisfying(ColumnType.Timestamp.class, type -> {
            assertThat(type.format()).isEqualTo(format);
            assertThat(type.step()).isEqualTo(step);
            assertThat(DateFormat.of(format).text(type.first())).isEqualTo(a);
            assertThat(DateFormat.of(format).text(type.last())).isEqualTo(c);
        });
    }

    @Test
    void aDayThatIsNoneMakesNoDate() throws IOException {
        assertThat(type("2021-02-28", "2021-02-29", "2021-03-01")).isInstanceOf(ColumnType.Identifier.class);
    }

    @Test
    void theFirstRowDoesNotDecide() throws IOException {
        assertThat(type("1", "2", "4", "2.5")).isInstanceOf(ColumnType.Bounded.class);
        assertThat(type("?", "2.25", "-4", "2.5")).isEqualTo(new ColumnType.Continuous());
        Column late = Schema.of(column(numbered(20_000, i -> i == 19_999 ? "-0.125" : "1" + i)))
                .column("x");
        assertThat(late.type()).isEqualTo(new ColumnType.Continuous());
        assertThat(late.numbers()).isEqualTo(new WrittenNumbers(-0.125, 119_998, 0, 3));
        assertThat(Schema.of(Shared.file("cases/first-row-decides/d.csv")).columns())
                .allSatisfy(column -> assertThat(column.type()).isEqualTo(new ColumnType.Continuous()));
        assertThat(Schema.of(Shared.file("cases/rare-flag/k0.csv"))
                        .column("flag")
                        .type())
                .isEqualTo(new ColumnType.Bool("0", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"50%", "$1", "1,000", "inf", "unknown"})
    void aWordAmongNumbersIsNamedWhereverItIs(String word) throws IOException {
        for (int row : new int[] {0, 17, 59}) {
            Path file = column(numbered(60, i -> i == row ? "\"" + word + "\"" : i * i + ".5"));
            assertThatThrownBy(() -> Schema.of(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("column 'x'", "'" + word + "'", "line " + (row + 2));
            assertThat(SchemaInference.of(file, Map.of("x", "id")).column("x").type())
                    .isInstanceOf(ColumnType.Identifier.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "continuous|the word 'b'",
                "[0,1]|the word 'b'",
                "integer|the word 'b'",
                "boolean|3 different cells",
                "date|no dates",
                "constant|3 different cells",
                "numeric|A type is one of [continuous, positive, integer",
                "date:foo|pattern"
            })
    void anOverrideThatDoesNotFitNamesColumnAndTypes(String word, String contained) throws IOException {
        Path file = column("1", "b", "c", "1");
        assertThatThrownBy(() -> SchemaInference.of(file, Map.of("x", word)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(contained)
                .hasMessageMatching("(?s).*(column 'x'|Column 'x'|pattern of dates).*");
    }

    @Test
    void overridesAreTaken() throws IOException {
        Path file = column("0.25", "0.5", "1", "1");
        assertThat(SchemaInference.of(file, Map.of("x", "[0, 1]")).column("x").type())
                .isEqualTo(new ColumnType.Bounded(0, 1));
        assertThat(SchemaInference.of(file, Map.of("x", "(-inf, 1]"))
                        .column("x")
                        .type())
                .isEqualTo(new ColumnType.Bounded(Double.NEGATIVE_INFINITY, 1));
        assertThat(SchemaInference.of(file, Map.of("x", "categorical"))
                        .column("x")
                        .type())
                .isEqualTo(new ColumnType.Categorical(List.of("1", "0.25", "0.5")));
        assertThatThrownBy(() -> SchemaInference.of(file, Map.of("x", "[0,0.5]")))
                .hasMessageContainingAll("Column 'x'", "from 0.25 to 1.0");
        assertThatThrownBy(() -> SchemaInference.of(file, Map.of("x", "integer")))
                .hasMessageContainingAll("Column 'x'", "'0.25' in line 2");
        assertThatThrownBy(() -> SchemaInference.of(file, Map.of("y", "integer")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no column 'y'");
        Path doubtful = column("01/02/2020", "03/04/2020", "05/07/2020");
        assertThatThrownBy(() -> Schema.of(doubtful))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("column 'x'", "dd/MM/yyyy", "MM/dd/yyyy");
        assertThat(SchemaInference.of(doubtful, Map.of("x", "date:MM/dd/yyyy"))
                        .column("x")
                        .type())
                .isInstanceOf(ColumnType.Timestamp.class);
    }

    @Test
    void datesOfAnyPatternAreTakenWhenGiven() throws IOException {
        Path file = column("Mar 7 2020", "Dec 24 2019", "Mar 1 2020", "Mar 2 2020");
        assertThat(Schema.of(file).column("x").type()).isInstanceOf(ColumnType.Identifier.class);
        assertThat(SchemaInference.of(file, Map.of("x", "date:MMM d yyyy"))
                        .column("x")
                        .type())
                .isEqualTo(new ColumnType.Timestamp(
                        "MMM d yyyy",
                        LocalDateTime.of(2019, 12, 24, 0, 0),
                        LocalDateTime.of(2020, 3, 7, 0, 0),
                        86_400_000));
    }

    @Test
    void numbersThatDoublesDoNotHoldWholeAreNoIntegers() throws IOException {
        assertThat(type("1e20", "5", "-7", "8")).isEqualTo(new ColumnType.Continuous());
        assertThat(type("12345678901234567890", "12345678901234567891", "12345678901234567892"))
                .isInstanceOf(ColumnType.Identifier.class);
    }

    @Test
    void hostileFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> Schema.of(file(""))).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Schema.of(file("a,b\n")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> Schema.of(file("a,b\n1,2\n3\n")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 3 has 1 cells");
        assertThatThrownBy(() -> Schema.of(file("a,a\n1,2\n3,4\n")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'a' to a second column");
        assertThatThrownBy(() -> Schema.of(file("a,b\n\"1,5\",2\n\"3,25\",4\n4,6\n")))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("column 'a'", "decimal comma", "'1,5' in line 2");
        assertThat(Schema.of(file("\uFEFFa;b\r\n1.5;x\r\n-2;y\r\n0;x\r\n")).columns())
                .extracting(Column::name, Column::type)
                .containsExactly(
                        Tuple.tuple("a", new ColumnType.Continuous()), Tuple.tuple("b", new ColumnType.Bool("x", "y")));
        assertThat(Schema.of(file("a\tb\n1.5\tx y\n")).columns())
                .extracting(Column::type)
                .containsExactly(new ColumnType.Constant("1.5"), new ColumnType.Constant("x y"));
        assertThat(Schema.of(file("0e99999999999,1e-400\n1,2\n")).columns()).hasSize(2);
    }

    @Test
    void numbersMayHaveADecimalCommaWhereItSeparatesNoCells() throws IOException {
        List<String[]> rows = CellRows.all(file("a;b\n1,5;2\n-3,25e-2;x,y\n"));
        assertThat(rows.get(0)).containsExactly("1.5", "2");
        assertThat(rows.get(1)).containsExactly("-3.25e-2", "x,y");
        assertThat(Schema.of(file("a;b\n1,5;2\n3,25;4\n-4;6\n")).column("a").type())
                .isEqualTo(new ColumnType.Continuous());
    }

    @Test
    void whatIsKnownOfTheFormatIsUsed() throws IOException {
        CsvFormat format = new CsvFormat(false, ',', 1, '#');
        Schema schema = SchemaInference.of(file("exported\n\"1,5\",2\n# half\n\"3,5\",4\n"), Map.of(), format);
        assertThat(schema.names()).containsExactly("column1", "column2");
        assertThat(schema.rows()).isEqualTo(2);
        assertThat(schema.column("column1").type()).isInstanceOf(ColumnType.Bool.class);
    }

    @Test
    void arraysAreRowsOfNumbers() {
        Path array = folder.resolve("rows.npy");
        Npy.write(array, Samples.of(new float[][] {{0.1f, 3}, {-0.25f, 4}, {Float.NaN, 3}}));
        List<String[]> rows = CellRows.all(array);
        assertThat(rows.get(0)).containsExactly("0.1", "3.0");
        assertThat(rows.get(2)).containsExactly("", "3.0");
        assertThat(Schema.of(array).columns().get(0).missing()).isEqualTo(1);
    }

    @Test
    void aMillionDifferentWordsAreLeftOut() throws IOException {
        Path packed = folder.resolve("t.csv.gz");
        try (OutputStream out = Files.newOutputStream(packed);
                GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            StringBuilder text = new StringBuilder("w,n\n");
            for (int i = 0; i < 1_000_000; i++) {
                text.append('w').append(i).append(',').append(i % 7).append('\n');
            }
            gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        Schema schema = Schema.of(packed);
        assertThat(schema.rows()).isEqualTo(1_000_000);
        assertThat(schema.column("w").type()).isInstanceOf(ColumnType.Identifier.class);
        assertThat(schema.column("n").type()).isEqualTo(new ColumnType.Whole(0, 6));
        assertThatThrownBy(() -> SchemaInference.of(packed, Map.of("w", "categorical")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("'w'", "more than 4096");
    }

    @Test
    @Tag("slow")
    void aMillionRowsOfTwentyColumnsTakeSeconds() throws IOException {
        Path file = folder.resolve("wide.csv");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(IntStream.range(0, 20).mapToObj(j -> "c" + j).collect(Collectors.joining(",")) + "\n");
            for (int i = 0; i < 1_000_000; i++) {
                for (int j = 0; j < 20; j++) {
                    int r = (int) ((i * 2654435761L + j * 40503L) >>> 7 & 0xFFFFF);
                    switch (j % 5) {
                        case 0 -> out.write(r / 1000 + "." + r % 1000);
                        case 1 -> out.write(Integer.toString(r % 500));
                        case 2 -> out.write("level" + r % 9);
                        case 3 -> out.write("2020-01-" + (10 + r % 20));
                        default -> out.write("id" + r);
                    }
                    out.write(j == 19 ? '\n' : ',');
                }
            }
        }
        long started = System.nanoTime();
        Schema schema = Schema.of(file);
        System.out.printf("1e6 x 20 in %.1f s%n", (System.nanoTime() - started) * 1e-9);
        assertThat(schema.rows()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abalone",
                "adult",
                "bank_additional",
                "bike_sharing_daily",
                "california_housing",
                "insurance",
                "magic04",
                "penguins_raw",
                "titanic",
                "wine_quality_red"
            })
    void schemasOfPublicTablesComeBackFromJson(String name) {
        Schema schema = Schema.of(Shared.file("data/tables/" + name + ".csv"));
        Map<?, ?> json =
                new JsonMapper().readValue(new JsonMapper().writeValueAsString(schema.description()), Map.class);
        assertThat(Schema.from(json)).isEqualTo(schema);
    }

    /** Counts and kinds as the tables' own descriptions give them. */
    @Test
    void publicTablesAreReadAsTheirDescriptionsSay() {
        Schema adult = Schema.of(Shared.file("data/tables/adult.csv"));
        assertThat(adult.rows()).isEqualTo(32_561);
        assertThat(adult.columns())
                .filteredOn(column -> column.missing() > 0)
                .extracting(Column::name, Column::missing)
                .containsExactly(
                        Tuple.tuple("workclass", 1836L),
                        Tuple.tuple("occupation", 1843L),
                        Tuple.tuple("native-country", 583L));
        assertThat(adult.columns())
                .filteredOn(column -> column.type() instanceof ColumnType.Whole)
                .hasSize(6);
        Schema penguins = Schema.of(Shared.file("data/tables/penguins_raw.csv"));
        assertThat(names(penguins, ColumnType.Constant.class)).containsExactly("Region", "Stage");
        assertThat(names(penguins, ColumnType.Timestamp.class)).containsExactly("Date Egg");
        assertThat(names(penguins, ColumnType.Identifier.class)).containsExactly("Individual ID");
        Schema titanic = Schema.of(Shared.file("data/tables/titanic.csv"));
        assertThat(names(titanic, ColumnType.Identifier.class))
                .containsExactly("PassengerId", "Name", "Ticket", "Cabin");
        assertThat(titanic.column("Age").missing()).isEqualTo(177);
        assertThat(Schema.of(Shared.file("data/tables/bank_additional.csv")).columns())
                .hasSize(21);
    }

    private static List<String> names(Schema schema, Class<? extends ColumnType> type) {
        return schema.columns().stream()
                .filter(column -> type.isInstance(column.type()))
                .map(Column::name)
                .toList();
    }
}
