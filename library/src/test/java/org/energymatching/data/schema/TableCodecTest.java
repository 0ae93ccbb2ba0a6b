package org.energymatching.data.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.energymatching.Samples;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.schema.TableEncoding.NumberMap;
import org.energymatching.data.schema.TableEncoding.WordCode;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Cells become numbers and come back as they were written, and whatever numbers there are lead to allowed cells. */
class TableCodecTest {

    private static final List<TableEncoding> ENCODINGS = List.of(
            TableEncoding.standard(),
            new TableEncoding(NumberMap.STANDARD, WordCode.ANALOG_BITS, 0.5),
            new TableEncoding(NumberMap.QUANTILE, WordCode.ANALOG_BITS, 1));

    /** Different numbers between lowest and highest that a float resolves at all quantiles. */
    private static final double RESOLVED = 1e6;

    @TempDir
    Path folder;

    /** A table with a column of each type, gaps among them. */
    private Path mixed(RandomGenerator random, int rows) throws IOException {
        StringBuilder text = new StringBuilder("id;x;amount;share;count;flag;kind;day;time;unit;note\n");
        for (int i = 0; i < rows; i++) {
            boolean gap = random.nextInt(10) == 0;
            text.append(i + 1)
                    .append(";")
                    .append(gap ? "NA" : String.valueOf(Math.rint(1e4 * random.nextGaussian()) / 1e3))
                    .append(";")
                    .append(
                            random.nextInt(4) > 0
                                    ? "0.00"
                                    : String.format("%d.%02d", random.nextInt(900), random.nextInt(100)))
                    .append(";")
                    .append(random.nextInt(5) == 0 ? "1.0" : "0." + random.nextInt(10))
                    .append(";")
                    .append(random.nextInt(30) - 5)
                    .append(";")
                    .append(random.nextBoolean() ? "yes" : gap ? "" : "no")
                    .append(";")
                    .append(gap ? "?" : List.of("a", "b c", "d,e", "f", "rare").get(Math.min(4, random.nextInt(9) / 2)))
                    .append(";")
                    .append(String.format(
                            "%02d.%02d.20%02d", 1 + random.nextInt(28), 1 + random.nextInt(12), random.nextInt(20)))
                    .append(";")
                    .append(String.format(
                            "2020-02-%02d %02d:%d0", 1 + random.nextInt(29), random.nextInt(24), random.nextInt(6)))
                    .append(";kg;some words ")
                    .append(i)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("mixed.csv"), text);
    }

    @Test
    void aTableOfAllTypesComesBack() {
        Seeds.check(10, random -> {
            Path file = mixed(random, 200);
            Schema schema = Schema.of(file);
            assertThat(schema.columns())
                    .extracting(column -> column.type().name())
                    .containsExactly(
                            "id",
                            "continuous",
                            "bounded",
                            "bounded",
                            "integer",
                            "boolean",
                            "categorical",
                            "date",
                            "date",
                            "constant",
                            "id");
            for (TableEncoding encoding : ENCODINGS) {
                requireRoundTrip(schema, CellRows.all(file), encoding);
            }
        });
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
    void publicTablesComeBack(String name) {
        Path file = Shared.file("data/tables/" + name + ".csv");
        List<String[]> rows = CellRows.all(file);
        List<String[]> some = rows.subList(0, Math.min(1500, rows.size()));
        for (TableEncoding encoding : ENCODINGS) {
            requireRoundTrip(Schema.of(file), some, encoding);
        }
    }

    /** Words are equal, and so are numbers but where a column has more of them than a float resolves. */
    private static void requireRoundTrip(Schema schema, List<String[]> rows, TableEncoding encoding) {
        TableCodec fitted = TableCodec.fit(schema, rows, encoding);
        Map<?, ?> json =
                new JsonMapper().readValue(new JsonMapper().writeValueAsString(fitted.description()), Map.class);
        TableCodec codec = TableCodec.from(json);
        Samples samples = codec.encode(rows, Rng.of(5));
        assertThat(samples.values()).isEqualTo(fitted.encode(rows, Rng.of(5)).values());
        assertThat(samples.width()).isEqualTo(codec.width());
        List<String[]> back = codec.decode(samples);
        for (int j = 0; j < schema.columns().size(); j++) {
            Column column = schema.columns().get(j);
            for (int i = 0; i < rows.size(); i++) {
                String written = rows.get(i)[j].strip();
                String found = back.get(i)[j];
                if (!same(column, written, found)) {
                    throw new AssertionError(
                            column + ", row " + i + ": '" + written + "' came back as '" + found + "'");
                }
            }
        }
    }

    private static boolean same(Column column, String written, String found) {
        if (column.type() instanceof ColumnType.Identifier || CsvCell.isMissing(written)) {
            return found.isEmpty();
        }
        WrittenNumbers numbers = column.numbers();
        if (numbers == null || column.type() instanceof ColumnType.Bool) {
            return found.equals(written);
        }
        double range = numbers.highest() - numbers.lowest();
        double distance = Math.abs(Double.parseDouble(found) - Double.parseDouble(written));
        return distance <= (range < RESOLVED * numbers.step() ? 0 : 1e-6 * range);
    }

    @Test
    void cellsAreWrittenAsInTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("t.csv"),
                "a,b,c,d\n41.0,1.50,1e-3,5\n12.0,0.25,2,-7\n52.0,3.00,3,1200\n8.0,-1.75,0.25,4\n");
        Schema schema = Schema.of(file);
        List<String[]> rows = CellRows.all(file);
        TableCodec codec = TableCodec.fit(schema, rows, TableEncoding.standard());
        assertThat(codec.decode(codec.encode(rows, Rng.of(1))))
                .containsExactly(
                        new String[] {"41.0", "1.50", "0.001", "5"},
                        new String[] {"12.0", "0.25", "2", "-7"},
                        new String[] {"52.0", "3.00", "3", "1200"},
                        new String[] {"8.0", "-1.75", "0.25", "4"});
    }

    @Test
    void anyNumbersLeadToAllowedCells() throws IOException {
        Path file = mixed(new SplittableRandom(2), 300);
        Schema schema = Schema.of(file);
        for (TableEncoding encoding : ENCODINGS) {
            TableCodec codec = TableCodec.fit(schema, CellRows.all(file), encoding);
            Seeds.check(5, random -> {
                float[] values = new float[200 * codec.width()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (3 * random.nextGaussian());
                }
                List<String[]> rows = codec.decode(new Samples(values, Shape.of(200, codec.width())));
                // What is not allowed is refused by encode.
                assertThat(codec.encode(rows, Rng.of(1)).rows()).isEqualTo(200);
                assertThat(rows).allSatisfy(row -> {
                    assertThat(Double.parseDouble(row[2])).isNotNegative();
                    assertThat(row[2]).matches("\\d+\\.\\d\\d|[\\d.]+E\\d+");
                    assertThat(row[3]).matches("0\\.\\d|1\\.0");
                    assertThat(Integer.parseInt(row[4])).isBetween(-5, 24);
                    assertThat(row[5]).isIn("yes", "no");
                    assertThat(row[7]).matches("\\d\\d\\.\\d\\d\\.20\\d\\d");
                    assertThat(row[8]).matches("2020-02-\\d\\d \\d\\d:\\d0");
                    assertThat(row[9]).isEqualTo("kg");
                });
            });
        }
    }

    /** One column at a time: the cell's number moved by little, against z moved. */
    @Test
    void logJacobiansAreThoseOfDifferences() throws IOException {
        StringBuilder text = new StringBuilder("any,positive,between\n");
        RandomGenerator random = new SplittableRandom(7);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double[] row = {10 * random.nextGaussian(), Math.exp(random.nextGaussian()), random.nextDouble()};
            points.add(row);
            text.append(row[0])
                    .append(',')
                    .append(row[1])
                    .append(',')
                    .append(row[2])
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("n.csv"), text);
        Schema schema = SchemaInference.of(file, Map.of("between", "[0,1]"));
        List<String[]> rows = CellRows.all(file);
        TableCodec codec = TableCodec.fit(schema, rows, new TableEncoding(NumberMap.STANDARD, WordCode.ONE_HOT, 0.2));
        double[] logs = codec.logJacobian(codec.encode(rows, Rng.of(1)));
        double[][] columns = new double[3][];
        for (int j = 0; j < 3; j++) {
            int place = j;
            columns[j] = points.stream().mapToDouble(row -> row[place]).toArray();
        }
        for (int i = 0; i < 400; i++) {
            double expected = 0;
            double h = 1e-5;
            for (int j = 0; j < 3; j++) {
                expected += Math.log((closedForm(j, columns[j], points.get(i)[j] + h)
                                - closedForm(j, columns[j], points.get(i)[j] - h))
                        / (2 * h));
            }
            assertThat(logs[i]).isCloseTo(expected, within(1e-3));
        }
    }

    /** The map of a column as the documentation has it, its moments by their own sums. */
    private static double closedForm(int column, double[] values, double x) {
        DoubleUnaryOperator map = column == 0 ? y -> y : column == 1 ? Math::log : y -> Math.log(y / (1 - y));
        double mean = 0;
        double squares = 0;
        for (double value : values) {
            mean += map.applyAsDouble(value) / values.length;
            squares += map.applyAsDouble(value) * map.applyAsDouble(value) / values.length;
        }
        return (map.applyAsDouble(x) - mean) / Math.sqrt(squares - mean * mean);
    }

    /** exp(log p(z) + log dz/dx) summed over all cells of a whole column, for z of a standard normal, is 1. */
    @Test
    void densitiesOfTheUsersColumnSumToOne() throws IOException {
        StringBuilder text = new StringBuilder("n,w\n");
        RandomGenerator random = new SplittableRandom(9);
        for (int i = 0; i < 3000; i++) {
            text.append(Math.round(Math.abs(3 * random.nextGaussian())))
                    .append(",a")
                    .append(i % 3)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("w.csv"), text);
        Schema schema = Schema.of(file);
        TableCodec codec = TableCodec.fit(schema, CellRows.all(file), TableEncoding.standard());
        ColumnType.Whole type = (ColumnType.Whole) schema.column("n").type();
        double sum = 0;
        int draws = 400;
        for (long x = type.low(); x <= type.high(); x++) {
            List<String[]> same = new ArrayList<>();
            for (int i = 0; i < draws; i++) {
                same.add(new String[] {Long.toString(x), ""});
            }
            Samples z = codec.encode(same, Rng.of(x));
            double[] logs = codec.logJacobian(z);
            for (int i = 0; i < draws; i++) {
                double at = z.values()[i * z.width()];
                sum += Math.exp(-at * at / 2 + logs[i]) / Math.sqrt(2 * Math.PI) / draws;
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-3));
    }

    @Test
    void timesCarryWhatRepeats() throws IOException {
        Path file = Files.writeString(
                folder.resolve("d.csv"),
                "t,w\n2024-01-01 06:00,a\n2024-01-08 18:00,b\n2024-07-01 00:00,a\n2024-01-02 06:00,b\n");
        List<String[]> rows = CellRows.all(file);
        TableCodec codec = TableCodec.fit(Schema.of(file), rows, TableEncoding.standard());
        Samples samples = codec.encode(rows, Rng.of(1));
        assertThat(samples.width()).isEqualTo(8);
        // 6 h is a quarter of the day; 1 and 8 January and 1 July 2024 are Mondays; 1 July is half a year on.
        assertThat(samples.row(0)[1]).isCloseTo(1, within(1e-6f));
        assertThat(samples.row(1)[1]).isCloseTo(-1, within(1e-6f));
        assertThat(List.of(samples.row(0)[3], samples.row(1)[3], samples.row(2)[3]))
                .containsOnly(samples.row(0)[3]);
        assertThat(samples.row(3)[3]).isNotEqualTo(samples.row(0)[3]);
        assertThat(samples.row(2)[6]).isCloseTo(-1, within(1e-3f));
        assertThat(codec.decode(samples))
                .extracting(row -> row[0])
                .containsExactly("2024-01-01 06:00", "2024-01-08 18:00", "2024-07-01 00:00", "2024-01-02 06:00");
    }

    @Test
    void cellsOfOtherTypesAreRefusedByName() throws IOException {
        Path file = mixed(new SplittableRandom(4), 100);
        Schema schema = Schema.of(file);
        List<String[]> rows = CellRows.all(file);
        TableCodec codec = TableCodec.fit(schema, rows, TableEncoding.standard());
        Map<Integer, String> wrong = Map.of(
                1, "word", 2, "-0.5", 4, "1000", 5, "maybe", 6, "unseen", 7, "31.02.2010", 8, "2020-02-03 10:05");
        wrong.forEach((place, cell) -> {
            String[] row = rows.get(0).clone();
            row[place] = cell;
            assertThatThrownBy(() -> codec.encode(List.<String[]>of(row), Rng.of(1)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("Column '" + schema.names().get(place) + "'", "'" + cell + "'");
        });
        assertThatThrownBy(() -> codec.encode(List.<String[]>of(new String[] {"1"}), Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> codec.decode(Samples.of(new float[][] {{1, 2}})))
                .isInstanceOf(UsageException.class);
        float[] infinite = codec.encode(rows.subList(0, 1), Rng.of(1)).values();
        infinite[0] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> codec.decode(new Samples(infinite, Shape.of(1, codec.width()))))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> TableCodec.from(Map.of("schema", "none"))).isInstanceOf(DataException.class);
    }
}
