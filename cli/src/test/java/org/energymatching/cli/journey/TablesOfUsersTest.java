package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.testing.StandardStreams;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as users bring them, and where their outputs go: nothing is lost, and nothing is silently wrong. */
class TablesOfUsersTest {

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path days;
    private static Path run;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        recipe = bench.table();
        days = bench.days("days.csv", 60);
        run = bench.path("run");
        bench.em("train", recipe, "--data", days, "--run", run, "--no-report").done();
    }

    private static Path csv(String name, String header, int rows, IntFunction<String> row) {
        return bench.write(
                name, header + "\n" + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")) + "\n");
    }

    private static DoubleRows rows(Path file) {
        return Table.read(file, ColumnSelection.numeric()).rows();
    }

    @Test
    void trainingWithoutAReportTellsHowToMakeOne() {
        assertThat(run.resolve("report.html")).doesNotExist();
        Ended again = bench.em("train", recipe, "--data", days, "--run", run, "--no-report")
                .done();
        assertThat(again.out()).contains("em plot").doesNotContain("Report:");
    }

    @Test
    void noVerbReplacesWhatItReads() throws IOException {
        Path own = Files.copy(days, bench.path("own.csv"));
        Path link = Files.createSymbolicLink(bench.path("link.csv"), own);
        Path dotted = folder.resolve(".").resolve("own.csv");
        String before = Files.readString(own);
        for (Path out : List.of(own, link, dotted)) {
            bench.refused(2, List.of("would replace the input"), "energy", run, "--data", own, "--out", out);
            bench.refused(2, List.of("would replace the input"), "likelihood", run, "--data", own, "--out", out);
        }
        bench.refused(2, List.of("would replace the input"), "sample", run, "--out", days);
        Path inside = Files.createDirectories(bench.path("inside"));
        Path samples = Files.copy(days, inside.resolve("samples.csv"));
        bench.refused(
                2,
                List.of("would replace the input"),
                "restore",
                run,
                "--data",
                samples,
                "--noise",
                "1",
                "--out",
                inside);
        Path weights = run.resolve("checkpoints/step-000000064/weights.safetensors");
        bench.refused(2, List.of("would replace"), "export", run, "--out", weights);
        assertThat(own).hasContent(before);
        assertThat(link).isSymbolicLink();
        assertThat(inside).isDirectoryContaining("glob:**/samples.csv").isDirectoryNotContaining("glob:**/*.json");
    }

    @Test
    void numbersThatNoFloatHoldsComeBack() {
        Path utm = csv(
                "utm.csv",
                "y,time,v",
                60,
                i -> String.format(
                        Locale.ROOT,
                        "%.2f,%d,%.3f",
                        5_572_094 + 3 * Math.sin(i),
                        1_700_000_000L + 60L * i,
                        Math.cos(i)));
        Path far = bench.path("far");
        bench.em("train", recipe, "--data", utm, "--run", far, "--no-report").done();
        Path out = bench.path("far.csv");
        bench.em("sample", far, "-n", 200, "--out", out).done();
        DoubleRows made = rows(out);
        long halves =
                IntStream.range(0, 200).filter(i -> made.at(i, 0) * 2 % 1 == 0).count();
        assertThat(halves).as("samples that are multiples of one half").isLessThan(30);
        for (int i = 0; i < 200; i++) {
            assertThat(made.at(i, 0)).isBetween(5_572_094 - 60.0, 5_572_094 + 60.0);
            assertThat(made.at(i, 1)).isBetween(1.69999e9, 1.70001e9);
        }
        // Two rows that a float cannot tell apart have energies of their own.
        Path close = bench.write("close.csv", "y,time,v\n5572094.00,1700001000,0.5\n5572094.20,1700001030,0.5\n");
        Path energies = bench.path("close-energies.csv");
        bench.em("energy", far, "--data", close, "--out", energies).done();
        DoubleRows v = rows(energies);
        assertThat(v.at(0, 0)).isNotEqualTo(v.at(1, 0));
        // What was not measured is filled in, and the rest stays as it was.
        Path gaps = bench.write("gaps.csv", "y,time,v\n5572094.37,,0.5\n5572093.21,1700001030,\n");
        Path restored = bench.path("far-restored");
        bench.em("restore", far, "--data", gaps, "--noise", 0, "--chains", 4, "--out", restored)
                .done();
        DoubleRows mean = rows(restored.resolve("mean.csv"));
        assertThat(mean.at(0, 0)).isEqualTo(5572094.37, within(0.02));
        assertThat(mean.at(1, 1)).isEqualTo(1700001030.0, within(1.0));
        assertThat(mean.at(0, 1)).isBetween(1.69999e9, 1.70001e9);
    }

    @Test
    void aHeaderOfNumbersIsAHeader() {
        String header = IntStream.range(0, 5).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Path pandas = csv(
                "pandas.csv",
                header,
                60,
                i -> IntStream.range(0, 5)
                        .mapToObj(j -> String.format(Locale.ROOT, "%.4f", Math.sin(i * 5 + j)))
                        .collect(Collectors.joining(",")));
        Path named = bench.path("pandas");
        Ended trained = bench.em("train", recipe, "--data", pandas, "--run", named, "--no-report")
                .done();
        assertThat(trained.err()).contains("names of the columns", "data.header=false");
        Path out = bench.path("pandas-energies.csv");
        assertThat(bench.em("energy", named, "--data", pandas, "--out", out)
                        .done()
                        .out())
                .contains("V of 60 rows");
        Path samples = bench.path("pandas-samples.csv");
        bench.em("sample", named, "-n", 3, "--out", samples).done();
        assertThat(samples).content().startsWith("0,1,2,3,4\n");
        assertThat(bench.em("energy", named, "--data", samples, "--out", out)
                        .done()
                        .out())
                .contains("V of 3 rows");
        Ended rows = bench.em(
                        "train",
                        recipe,
                        "--data",
                        pandas,
                        "--run",
                        bench.path("p2"),
                        "--no-report",
                        "data.header=false")
                .done();
        assertThat(rows.err()).contains("12 rows are held out"); // of 61
    }

    @Test
    void decimalCommasAreReadAndSaid() {
        Path german = csv(
                "german.csv",
                "Tag;Anzahl;Last",
                40,
                i -> "0%d.01.2020;%d;%d,%03d".formatted(1 + i % 9, i, i % 3, i * 7));
        Ended tried = bench.em("train", recipe, "--data", german, "--run", bench.path("g"), "--no-report")
                .done();
        assertThat(tried.err())
                .contains("comma is read as the decimal mark", "Columns left out")
                .contains("Tag");
    }

    @Test
    void constantColumnsAreAllNamedWithWhatToWrite() {
        Path kaggle = csv("kaggle.csv", "label,p0,p1,p2,x", 40, i -> i % 7 + ",0,0,5," + i * 0.5);
        bench.refused(
                3,
                List.of("3 columns have", "p0 (0), p1 (0), p2 (5)", "'data.ignore=[p0, p1, p2]'"),
                "train",
                recipe,
                "--data",
                kaggle,
                "--run",
                bench.path("k"));
        bench.em("train", recipe, "--data", kaggle, "--run", bench.path("k"), "--no-report", "data.ignore=[p0, p1, p2]")
                .done();
    }

    @Test
    void aFlagThatVariesInHeldOutRowsAloneIsToldSo() {
        // Of twenty draws of the held-out rows, some hold the only row with the flag out.
        List<Ended> ends = IntStream.range(0, 20)
                .mapToObj(k -> csv("flag" + k + ".csv", "a,flag", 40, i -> i * 0.3 + "," + (i == 2 * k ? 1 : 0)))
                .map(file -> bench.em(
                        "train",
                        recipe,
                        "--data",
                        file,
                        "--run",
                        bench.path("rf-" + file.getFileName()),
                        "--no-report"))
                .toList();
        assertThat(ends).anyMatch(ended -> ended.code() == 0).anyMatch(ended -> ended.code() == 3);
        assertThat(ends)
                .filteredOn(ended -> ended.code() == 3)
                .allSatisfy(ended -> assertThat(ended.err())
                        .contains("32 rows of training, of 40 in the file", "happen to be held out", "seed=1"));
    }

    @Test
    void rowsWithGapsAreAnErrorOrDropped() {
        Path gaps = csv("missing.csv", "a,b", 40, i -> i * 0.3 + "," + (i % 10 == 0 ? "NA" : Double.toString(i * i)));
        bench.refused(
                3,
                List.of("line 2, column 'b' reads 'NA'", "data.missing=drop-rows"),
                "train",
                recipe,
                "--data",
                gaps,
                "--run",
                bench.path("m"));
        Ended tried = bench.em(
                        "train",
                        recipe,
                        "--data",
                        gaps,
                        "--run",
                        bench.path("m"),
                        "--no-report",
                        "data.missing=drop-rows")
                .done();
        assertThat(tried.err()).contains("4 of 40 rows are left out");
    }

    @Test
    void aSingleRowIsEnoughForAnEnergyALikelihoodAndADimension() {
        Path one = bench.path("one.csv");
        bench.em("sample", run, "-n", 1, "--out", one).done();
        Path out = bench.path("one-out.csv");
        assertThat(bench.em("energy", run, "--data", one, "--out", out).done().out())
                .startsWith("V of 1 row,");
        bench.em("likelihood", run, "--data", one, "--no-pictures", "--out", out, "--chains", 16, "--temperatures", 8)
                .done();
        bench.em("dimension", run, "--data", one, "--out", bench.path("one-dimension"))
                .done();
    }

    @Test
    void aDimensionThatNothingDividesIsWrittenDownAllTheSame() {
        Path out = bench.path("full");
        Ended ended = bench.em("dimension", run, "--data", days, "-n", 3, "--threshold", "1e9", "--out", out)
                .done();
        assertThat(ended.out()).contains("hardly divides them", "3 of 3 if the data fill their space");
        assertThat(out.resolve("spectrum.png")).isNotEmptyFile();
        assertThat(out.resolve("dimension.csv")).isNotEmptyFile();
        assertThat(out.resolve("eigenvalues.npy")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "npy", "npz", "gz"})
    void standardInputIsReadByWhatItLooksLike(String kind) throws IOException {
        Path file = StandardStreams.of(folder, days, kind);
        Path out = bench.path("stdin-" + kind + ".csv");
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(Files.readAllBytes(file)));
            bench.em("energy", run, "--data", "-", "--out", out).done();
        } finally {
            System.setIn(before);
            InputPath.forget();
        }
        Path direct = bench.path("direct.csv");
        bench.em("energy", run, "--data", days, "--out", direct).done();
        assertThat(rows(out).values()).containsExactly(rows(direct).values(), within(1e-5));
    }

    @Test
    void rowsGoToStandardOutputAndTheWordsToStandardError() throws IOException {
        Ended ended = bench.em("sample", run, "-n", 3, "--out", "-").done();
        assertThat(ended.out()).startsWith("a,b,c\n").hasLineCount(4);
        assertThat(ended.err()).contains("3 samples at t = 1");
        bench.refused(2, List.of("--out -"), "sample", run, "-n", 3, "--out", "-", "--diagnostics");
        Path fifo = bench.path("pipe.csv");
        assertThat(new String(Files.readAllBytes(days), StandardCharsets.UTF_8)).startsWith("day");
        assertThat(fifo).doesNotExist();
    }

    @Test
    void trainingReadsNoPipe() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8)));
            Ended refused = bench.em("train", recipe, "--data", "-", "--run", bench.path("piped"));
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("Write them to a file first.");
        } finally {
            System.setIn(before);
            InputPath.forget();
        }
    }

    @Test
    void moreThanFitsIsRefusedBeforeTheWork() {
        Path few = bench.write("few-gaps.csv", "a,b,c\n100,,0.0025\n101,-3,\n");
        Path out = bench.path("o.csv");
        bench.refused(2, List.of("2,147,483,647 rows", "GB"), "sample", run, "-n", 2147483647, "--out", out);
        bench.refused(2, List.of("GB"), "restore", run, "--data", few, "--noise", 0.01, "--chains", 2000000000);
        bench.refused(
                2,
                List.of("single chain"),
                "restore",
                run,
                "--data",
                few,
                "--noise",
                0.01,
                "--chains",
                1,
                "--time",
                9e5, // hours of work, if it were begun
                "--interaction",
                1);
    }

    @Test
    void aRunGoesOnWhereItsDataHaveMoved() throws IOException {
        Path first = Files.copy(days, bench.path("moving.csv"));
        Path moved = bench.path("moved");
        bench.em("train", recipe, "--data", first, "--run", moved, "--no-report")
                .done();
        Path second = Files.move(
                first, Files.createDirectories(bench.path("elsewhere")).resolve("days.csv"));
        bench.em("train", recipe, "--data", second, "--run", moved, "--no-report")
                .done();
        bench.em("evaluate", moved, "-n", 10).done();
        Path other = bench.days("other.csv", 61);
        bench.refused(
                3, List.of("other.csv has changed"), "train", recipe, "--data", other, "--run", moved, "--no-report");
    }

    @Test
    void aTableRunIsExportedAndComesBack() throws IOException {
        Path weights = bench.path("table.safetensors");
        Path back = bench.path("back");
        bench.em("export", run, "--out", weights).done();
        bench.em("import", weights, "--out", back).done();
        Path here = bench.path("here.csv");
        Path there = bench.path("there.csv");
        bench.em("sample", run, "-n", 7, "--out", here).done();
        bench.em("sample", back, "-n", 7, "--out", there).done();
        assertThat(there).hasSameTextualContentAs(here);
        assertThat(here).content().startsWith("a,b,c\n");
    }

    @Test
    void aRowHasTheSameBitsAmongTenAndAmongAThousand() throws IOException {
        Path many = bench.path("many.csv");
        bench.em("sample", run, "-n", 300, "--out", many).done();
        List<String> lines = Files.readAllLines(many);
        Path few = bench.write("few-rows.csv", String.join("\n", lines.subList(0, 11)) + "\n");
        Path ofMany = bench.path("of-many.csv");
        Path ofFew = bench.path("of-few.csv");
        bench.em("energy", run, "--data", many, "--gradient", "--out", ofMany).done();
        bench.em("energy", run, "--data", few, "--gradient", "--out", ofFew).done();
        assertThat(Files.readAllLines(ofMany).subList(0, 11)).isEqualTo(Files.readAllLines(ofFew));
    }

    @Test
    void escapesInFilesDoNotReachTheTerminal() {
        Path hostile = bench.write("hostile.csv", "\u001b[31mred,b\n1,2\nx,3\n4,5\n");
        Ended ended = bench.em("train", recipe, "--data", hostile, "--run", bench.path("h"));
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).doesNotContain("\u001b").contains("\\u001b[31mred");
        Path endless = bench.write("endless.csv", "a," + "b".repeat(1_200_000) + "\n1,2\n2,3\n4,5\n");
        Ended cut = bench.em("train", recipe, "--data", endless, "--run", bench.path("h"), "data.columns=[c]");
        assertThat(cut.err().length()).isLessThan(8000);
        assertThat(cut.err()).contains("more characters");
    }

    /** What the program writes has no lines before its table, whatever the table had that was learnt. */
    @Test
    void samplesOfARunWithAPreambleAreReadWhole() {
        String rows = IntStream.range(0, 40)
                .mapToObj(i -> Math.sin(i) + "," + Math.cos(i * i))
                .collect(Collectors.joining("\n"));
        Path data = bench.write("preamble.csv", "made by a logger\nin May\nunits: V\n" + rows + "\n");
        Path other = bench.path("preamble");
        bench.em("train", recipe, "--data", data, "--run", other, "--no-report", "data.skip=3")
                .done();
        Path drawn = bench.path("drawn.csv");
        bench.em("sample", other, "-n", 9, "--out", drawn).done();
        Path energies = bench.path("of-drawn.csv");
        bench.em("energy", other, "--data", drawn, "--out", energies).done();
        assertThat(rows(energies).rows()).isEqualTo(9);
        bench.em("energy", other, "--data", data, "--out", energies).done();
        assertThat(rows(energies).rows()).isEqualTo(40);
    }
}
