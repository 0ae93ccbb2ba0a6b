package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Npy;
import org.energymatching.data.schema.CellRows;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From a table of dates, words, booleans and numbers to samples of the same kinds, imputations and anomalies, through the program. */
class TypedTableJourneyTest {

    private static final int ROWS = 240;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path orders;
    private static Path run;
    private static Ended trained;

    /** Orders of a shop: half of the prices are those of books, the other half ten times as high. */
    private static Path orders(String name, int rows, double missing) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("id,day,product,price,count,gift,shop\n");
        for (int i = 0; i < rows; i++) {
            boolean book = random.nextBoolean();
            String[] cells = {
                "o" + i,
                LocalDate.of(2024, 1, 1).plusDays(random.nextInt(200)).toString(),
                book ? "book" : "chair, red",
                "%.2f".formatted((book ? 10 : 100) * Math.exp(0.1 * random.nextGaussian())),
                Integer.toString(1 + random.nextInt(4)),
                random.nextInt(3) == 0 ? "yes" : "no",
                "Leeds"
            };
            text.append(IntStream.range(0, cells.length)
                            .mapToObj(j -> j > 1 && j < 6 && random.nextDouble() < missing
                                    ? ""
                                    : cells[j].contains(",") ? '"' + cells[j] + '"' : cells[j])
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return bench.write(name, text.toString());
    }

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        orders = orders("orders.csv", ROWS, 0);
        run = bench.path("run");
        trained = bench.em(small(orders, run)).done();
    }

    private static Object[] small(Path data, Path run, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "train",
                "table",
                "--data",
                data,
                "--run",
                run,
                "data.encoding.numbers=standard",
                "network.mlp.widths=[16]",
                "batchSize=32",
                "source.fitted-mixture.components=3",
                "phases.density.steps=20"));
        words.addAll(List.of(more));
        return words.toArray();
    }

    @Test
    void trainingSaysWhatItDoesWithEachColumn() {
        assertThat(trained.err()).contains("not learnt", "id, shop", "5 columns of the table are 9 numbers");
    }

    @Test
    void samplesAreCellsOfTheSameColumnsAndKinds() throws IOException {
        Path out = bench.path("samples.csv");
        bench.em("sample", run, "-n", 200, "--out", out).done();
        assertThat(Files.readAllLines(out).get(0)).isEqualTo("id,day,product,price,count,gift,shop");
        List<String[]> rows = CellRows.all(out);
        assertThat(rows).hasSize(200);
        Set<String> products = new TreeSet<>();
        for (String[] row : rows) {
            assertThat(row[0]).isEmpty();
            assertThat(LocalDate.parse(row[1])).isBetween(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 7, 18));
            products.add(row[2]);
            assertThat(row[3]).matches("\\d+\\.\\d\\d");
            assertThat(row[4]).isIn("1", "2", "3", "4");
            assertThat(row[5]).isIn("yes", "no");
            assertThat(row[6]).isEqualTo("Leeds");
            assertThat(Double.parseDouble(row[3]) > 32).isEqualTo(row[2].equals("chair, red"));
        }
        assertThat(products).containsExactly("book", "chair, red");
    }

    @Test
    void samplesHaveTheValuesThatTheyAreGiven() throws IOException {
        Path out = bench.path("given.csv");
        bench.em("sample", run, "-n", 60, "--given", "product=book,gift=yes", "--out", out)
                .done();
        for (String[] row : CellRows.all(out)) {
            assertThat(List.of(row[2], row[5])).containsExactly("book", "yes");
            assertThat(Double.parseDouble(row[3])).isLessThan(32);
        }
        bench.em("sample", run, "-n", 60, "--given", "price=99.50", "--out", out)
                .done();
        List<String[]> dear = CellRows.all(out);
        assertThat(dear).allSatisfy(row -> assertThat(row[3]).isEqualTo("99.50"));
        assertThat(dear.stream().filter(row -> row[2].equals("chair, red")).count())
                .isGreaterThan(57);
        refused(2, "names 'colour'", "sample", run, "--given", "colour=red");
        refused(3, "'lamp'", "sample", run, "--given", "product=lamp");
        refused(2, "names rows", "sample", run, "--given", "shop=Leeds");
        refused(2, "certificate", "sample", run, "--given", "product=book", "--certificate");
        refused(
                2,
                "a value for each column",
                "sample",
                run,
                "--given",
                "day=2024-02-01,product=book,price=10,count=1,gift=no");
    }

    @Test
    void missingCellsAreDrawnGivenTheOthers() throws IOException {
        Path gaps = orders("gaps.csv", 60, 0.2);
        Path out = bench.path("filled");
        JsonNode json = bench.em("impute", run, "--data", gaps, "-m", 3, "--out", out, "--json")
                .done()
                .json();
        List<String[]> before = CellRows.all(gaps);
        long missing = before.stream()
                .flatMap(row -> IntStream.range(0, row.length).mapToObj(j -> row[j]))
                .filter(String::isEmpty)
                .count();
        assertThat(json.path("missingCells").asLong()).isEqualTo(missing);
        assertThat(CellRows.all(out.resolve("cells.csv"))).hasSize((int) missing);
        List<String[]> after = CellRows.all(out.resolve("imputed-3.csv"));
        int judged = 0;
        int right = 0;
        for (int i = 0; i < before.size(); i++) {
            for (int j = 0; j < before.get(i).length; j++) {
                if (!before.get(i)[j].isEmpty()) {
                    assertThat(after.get(i)[j]).isEqualTo(before.get(i)[j]);
                }
            }
            assertThat(after.get(i)).doesNotContain("");
            if (before.get(i)[2].isEmpty() && !before.get(i)[3].isEmpty()) {
                judged++;
                right += after.get(i)[2].equals("book") == Double.parseDouble(before.get(i)[3]) < 32 ? 1 : 0;
            }
        }
        assertThat(judged).isGreaterThan(4);
        assertThat(right).isGreaterThanOrEqualTo(judged - 1);
    }

    @Test
    void rowsWithMissingCellsAreLearnt() throws IOException {
        Path gaps = orders("learnt-gaps.csv", 120, 0.2);
        Path learnt = bench.path("learnt");
        assertThat(bench.em(small(gaps, learnt, "data.missing=learn")).done().err())
                .contains("Missing cells are drawn given the others");
        Path out = bench.path("learnt.csv");
        bench.em("sample", learnt, "-n", 100, "--out", out).done();
        long agreeing = CellRows.all(out).stream()
                .filter(row -> Double.parseDouble(row[3]) > 32 == row[2].equals("chair, red"))
                .count();
        assertThat(agreeing).isGreaterThan(85);
    }

    @Test
    void numbersComeFromAndGoToArrays() {
        Random random = new Random(8);
        float[] values = new float[300];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? random.nextInt(5) : (float) Math.exp(random.nextGaussian());
        }
        Path array = bench.path("numbers.npy");
        Npy.write(array, new Samples(values, Shape.of(150, 2)));
        Path ofArray = bench.path("of-array");
        bench.em(small(array, ofArray)).done();
        Path out = bench.path("drawn.npy");
        bench.em("sample", ofArray, "-n", 50, "--out", out).done();
        DoubleRows drawn = Npy.readRows(out);
        assertThat(drawn.rows()).isEqualTo(50);
        for (int i = 0; i < 50; i++) {
            assertThat(drawn.at(i, 0)).isIn(0.0, 1.0, 2.0, 3.0, 4.0);
            assertThat(drawn.at(i, 1)).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void rowsThatBreakTheRuleAreTheFirstAnomalies() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(orders).subList(0, 40));
        lines.add("x1,2024-02-01,book,110.00,2,no,Leeds");
        lines.add("x2,2024-02-01,\"chair, red\",9.50,2,no,Leeds");
        Path odd = bench.write("odd.csv", String.join("\n", lines) + "\n");
        Path out = bench.path("anomalies.csv");
        JsonNode json = bench.em("anomalies", run, "--data", odd, "--rate", 0.05, "--out", out, "--json")
                .done()
                .json();
        assertThat(json.path("rows").asInt()).isEqualTo(41);
        List<String[]> found = CellRows.all(out);
        assertThat(List.of(found.get(0)[0], found.get(1)[0])).containsExactlyInAnyOrder("40", "41");
        assertThat(found.get(0)[3]).isEqualTo("yes");
        assertThat(found.get(0)[4]).containsAnyOf("price", "product");
        assertThat(Double.parseDouble(found.get(0)[2])).isLessThan(0.05);
    }

    @Test
    void evaluationComparesCellsAndAPrediction() throws IOException {
        JsonNode quality = bench.em("evaluate", run, "--target", "product", "--json")
                .done()
                .json()
                .path("evaluation")
                .path("quality");
        assertThat(quality.path("lines")).hasSize(3);
        for (JsonNode line : quality.path("lines")) {
            assertThat(line.path("shape").asDouble()).isBetween(0.6, 1.0);
            assertThat(line.path("trend").asDouble()).isBetween(0.6, 1.0);
            assertThat(line.path("nearest").path("nearerToTraining").asDouble()).isBetween(0.2, 0.8);
        }
        assertThat(quality.path("utility").path("data").path("synthetic").asDouble())
                .isGreaterThan(0.95);
        assertThat(Files.readString(run.resolve("report.html"))).contains("Column by column", "The strongest pairs");
    }

    /** Prices in cents: each row is 1/100 as dense. */
    @Test
    void likelihoodsAreInTheUnitsOfTheColumns() throws IOException {
        Path cents = bench.write("cents.csv", Files.readString(orders).replaceAll("(\\d)\\.(\\d\\d),", "$1$2.0,"));
        Path inCents = bench.path("in-cents");
        bench.em(small(cents, inCents, "data.types.price=[0,inf)")).done();
        assertThat(nats(run, orders) - nats(inCents, cents)).isBetween(4.0, 5.2);
    }

    private static double nats(Path run, Path data) {
        JsonNode found = bench.em("likelihood", run, "--data", data, "--method", "equilibrium", "--json")
                .done()
                .json();
        return found.path("models").get(0).path("nats").asDouble();
    }

    @Test
    void mistakesAreNamed() {
        Path gaps = orders("more-gaps.csv", 40, 0.1);
        refused(3, "missing cells: ", small(gaps, bench.path("none")));
        refused(3, "missing cells: ", "energy", run, "--data", gaps, "--out", bench.path("e.csv"));
        refused(2, "typed columns", "sample", run, "--out", bench.path("s.npy"));
        refused(2, "no column 'colour'", small(orders, bench.path("none"), "data.condition=[colour]"));
        refused(2, "no column 'colour'", "evaluate", run, "--target", "colour");
        refused(2, "em impute", "restore", run, "--data", gaps, "--noise", 0);
        refused(2, "false-alarm rate", "anomalies", run, "--data", orders, "--rate", 2);
        refused(3, "holds out 24 rows", "anomalies", run, "--data", orders, "--rate", 0.001);
        refused(2, "no column 'colour'", small(orders, bench.path("none"), "data.types.colour=categorical"));
        refused(2, "data.typed", "train", bench.table(), "--data", orders, "data.types.id=categorical");
        Path other = bench.write("other.csv", "day,product,price\n2024-01-05,book,11.20\n2024-01-06,book,10.20\n");
        refused(2, "no column 'count'", "energy", run, "--data", other, "--out", bench.path("e.csv"));
        Path unknown = bench.write(
                "unknown.csv",
                "day,product,price,count,gift\n2024-01-05,lamp,11.20,1,no\n2024-01-06,book,10.20,1,no\n");
        refused(3, "'lamp'", "energy", run, "--data", unknown, "--out", bench.path("e.csv"));
    }

    private static void refused(int code, String contained, Object... words) {
        bench.refused(code, List.of(contained), words);
    }
}
