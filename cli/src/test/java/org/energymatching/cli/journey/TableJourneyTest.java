package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.energymatching.Samples;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.file.Npy;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From a table to a potential and all that can be done with it, through the program. */
class TableJourneyTest {

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path days;
    private static Path run;
    private static Ended trained;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        recipe = bench.table();
        days = bench.days("days.csv", 80);
        run = bench.path("run");
        trained = bench.em("train", recipe, "--data", days, "--run", run, "--json")
                .done();
    }

    @Test
    void trainingTellsItsResultOnStandardOutputAndTheRestOnStandardError() {
        JsonNode json = trained.json();
        assertThat(json.path("finished").asBoolean()).isTrue();
        assertThat(json.path("step").asInt()).isEqualTo(64);
        assertThat(json.path("weightsSha256").asString()).matches("[0-9a-f]{64}");
        assertThat(json.path("evaluation").path("rows").asInt()).isEqualTo(16);
        assertThat(trained.err()).contains("day, place", "16 rows are held out", "4/4");
        assertThat(run.resolve("metrics.jsonl")).isNotEmptyFile();
    }

    @Test
    void theReportNeedsNoOtherFileAndNoNetwork() throws Exception {
        String html = Files.readString(run.resolve("report.html"));
        assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "url(", "@import");
        assertThat(html.split("src=", -1).length).isEqualTo(html.split("src=\"data:image/png;base64,", -1).length);
        for (String tag : List.of("html", "style", "title", "h1", "h2", "p", "table", "tr", "td", "th", "div", "pre")) {
            assertThat(count("<" + tag + "[ >]", html)).as(tag).isPositive().isEqualTo(count("</" + tag + ">", html));
        }
        try (var pictures = Files.list(run.resolve("pictures"))) {
            List<Path> files = pictures.toList();
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allSatisfy(file -> assertThat(ImageIO.read(file.toFile())).isNotNull());
            assertThat(count("<img width=\"[0-9]+\" alt=\"[^\"]+\"", html)).isEqualTo(files.size());
        }
        assertThat(html)
                .contains("The losses", "Energies of data, samples and source", "Column by column", "learningRate");
    }

    @Test
    void samplesComeInTheUnitsOfTheData() {
        Path out = bench.path("samples.csv");
        JsonNode json = bench.em("sample", run, "-n", 1500, "--out", out, "--json")
                .done()
                .json();
        assertThat(json.path("columns").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
        Samples data = Workbench.rows(days);
        Samples samples = Workbench.rows(out);
        assertThat(samples.shape()).isEqualTo(Shape.of(1500, 3));
        for (int column = 0; column < 3; column++) {
            double[] real = moments(data, column);
            double[] made = moments(samples, column);
            assertThat(made[0]).as("mean of column %d", column).isCloseTo(real[0], within(0.5 * real[1]));
            assertThat(made[1]).as("deviation of column %d", column).isBetween(0.3 * real[1], 2 * real[1]);
        }
    }

    @Test
    void theFirstSamplesAreTheSameHoweverManyAreDrawn() throws Exception {
        Path few = bench.path("few.csv");
        Path many = bench.path("many.csv");
        Path other = bench.path("other.csv");
        bench.em("sample", run, "-n", 5, "--out", few).done();
        bench.em("sample", run, "-n", 100, "--out", many).done();
        bench.em("sample", run, "-n", 5, "--seed", 1, "--out", other).done();
        assertThat(Files.readAllLines(few)).isEqualTo(Files.readAllLines(many).subList(0, 6));
        assertThat(Files.readAllLines(other)).isNotEqualTo(Files.readAllLines(few));
    }

    @Test
    void everyKindOfOutputHoldsTheSameSamples() throws Exception {
        Path csv = bench.path("same.csv");
        Path npy = bench.path("deep/er/same.NPY");
        Path png = bench.path("same.png");
        for (Path out : List.of(csv, npy, png)) {
            bench.em("sample", run, "-n", 20, "--out", out).done();
        }
        assertThat(Npy.read(npy).values()).containsExactly(Workbench.rows(csv).values());
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(picture.getWidth()).isGreaterThan(300);
        bench.em("sample", run, "-n", 3).done();
        assertThat(Workbench.rows(run.resolve("samples.csv")).rows()).isEqualTo(3);
    }

    @Test
    void gradientsAreThoseOfTheEnergyInDataUnits() {
        Path out = bench.path("slopes.csv");
        JsonNode json = bench.em("energy", run, "--data", days, "--gradient", "--out", out, "--json")
                .done()
                .json();
        assertThat(json.path("columns").toString()).isEqualTo("[\"V\",\"dV/da\",\"dV/db\",\"dV/dc\"]");
        Samples data = Workbench.rows(days);
        Samples slopes = Workbench.rows(out);
        for (int column = 0; column < 3; column++) {
            double h = 0.03 * moments(data, column)[1];
            Samples above = energies(moved(data, column, h));
            Samples below = energies(moved(data, column, -h));
            double largest = 0;
            double off = 0;
            for (int i = 0; i < data.rows(); i++) {
                double x = data.values()[i * 3 + column];
                double width = (double) (float) (x + h) - (float) (x - h);
                double expected = (above.values()[i] - below.values()[i]) / width;
                largest = Math.max(largest, Math.abs(expected));
                off = Math.max(off, Math.abs(expected - slopes.values()[i * 4 + 1 + column]));
            }
            assertThat(off).as("column %d", column).isLessThan(0.01 * largest);
        }
    }

    @Test
    void energiesDoNotDependOnTheKindOfFile() {
        Path npy = bench.path("days.npy");
        Npy.write(npy, Workbench.rows(days));
        Path fromCsv = bench.path("v1.npy");
        Path fromNpy = bench.path("v2.npy");
        bench.em("energy", run, "--data", days, "--out", fromCsv).done();
        bench.em("energy", run, "--data", npy, "--out", fromNpy).done();
        // The array holds the numbers of the text rounded to float.
        assertThat(Npy.read(fromNpy).values())
                .hasSize(80)
                .containsExactly(Npy.read(fromCsv).values(), within(1e-5f));
    }

    @Test
    void columnsAreFoundByNameInAnyOrder() {
        Path shuffled = bench.write("shuffled.csv", "c,a,extra,b\n0.002,90,x,-3\n0.0025,100,y,-2.9\n");
        Path straight = bench.write("straight.csv", "a,b,c\n90,-3,0.002\n100,-2.9,0.0025\n");
        bench.em("energy", run, "--data", shuffled, "--out", bench.path("s1.npy"))
                .done();
        bench.em("energy", run, "--data", straight, "--out", bench.path("s2.npy"))
                .done();
        assertThat(Npy.read(bench.path("s1.npy")).values())
                .containsExactly(Npy.read(bench.path("s2.npy")).values());
    }

    @Test
    void severalTimesAreLooksAlongTheSameChains() {
        JsonNode one =
                bench.em("evaluate", run, "--times", "1", "--json").done().json();
        JsonNode three = bench.em("evaluate", run, "--times", "2,0.5,1,1", "--json")
                .done()
                .json();
        JsonNode times = three.path("evaluation").path("times");
        assertThat(times.valueStream().map(at -> at.path("time").asDouble())).containsExactly(0.5, 1.0, 2.0);
        assertThat(times.get(1)).isEqualTo(one.path("evaluation").path("times").get(0));
        assertThat(times.get(2).path("measures")).isNotEqualTo(times.get(1).path("measures"));
        Ended text = bench.em("evaluate", run, "--data", days, "-n", 50).done();
        assertThat(text.out()).contains("energy distance", "Gaussian fit", "50 rows of " + days);
    }

    @Test
    void aFinishedRunIsNotTouchedAgain() throws Exception {
        var written = Files.getLastModifiedTime(run.resolve("report.html"));
        Map<String, String> before = Workbench.contents(run.resolve("checkpoints"));
        Ended again = bench.em("train", recipe, "--data", days, "--run", run, "--json")
                .done();
        assertThat(again.json().path("weightsSha256")).isEqualTo(trained.json().path("weightsSha256"));
        assertThat(again.err()).doesNotContain("Drawing");
        assertThat(Files.getLastModifiedTime(run.resolve("report.html"))).isEqualTo(written);
        assertThat(Workbench.contents(run.resolve("checkpoints"))).isEqualTo(before);
    }

    @Test
    void everyVerbIsQuietAndSpeaksJson() {
        Path out = bench.path("quiet.csv");
        List<List<Object>> commands = List.of(
                List.of("train", recipe, "--data", days, "--run", bench.path("quiet"), "phases.warm-up.steps=3"),
                List.of("train", recipe, "--data", days, "--dry-run"),
                List.of("sample", run, "-n", 4, "--out", out),
                List.of("energy", run, "--data", days, "--out", out),
                List.of("evaluate", run),
                List.of("likelihood", run, "-n", 3, "--method", "flow", "--components", 2),
                List.of("plot", bench.path("quiet")),
                List.of("recipes"),
                List.of("config", "show", recipe, "data.path=x.csv"),
                List.of("config", "explain"),
                List.of("completion"),
                List.of("--version"));
        for (List<Object> command : commands) {
            Object[] words = Stream.concat(command.stream(), Stream.of("--quiet", "--json"))
                    .toArray();
            Ended ended = bench.em(words).done();
            assertThat(ended.err()).as("%s", command).isEmpty();
            assertThat(ended.json().isEmpty()).as("%s", command).isFalse();
        }
    }

    @Test
    void aDryRunShowsTheConfigurationAndLeavesNothing() {
        Path dry = bench.path("dry");
        Ended text = bench.em("train", recipe, "--data", days, "--run", dry, "--dry-run")
                .done();
        assertThat(text.out()).contains("widths: [16, 16]", "353 parameters", "ms a step", "Columns left out");
        JsonNode json = bench.em("train", recipe, "--data", days, "--run", dry, "--dry-run", "--json")
                .done()
                .json();
        assertThat(json.path("config").path("source").propertyNames()).containsExactly("standard-normal");
        assertThat(json.path("cost").path("parameters").asInt()).isEqualTo(3 * 16 + 16 + 16 * 16 + 16 + 16 + 1);
        assertThat(dry).doesNotExist();
    }

    @Test
    void aCheckpointCanBeNamedItself() throws Exception {
        Path out = bench.path("earlier.npy");
        try (var inside = Files.list(run.resolve("checkpoints"))) {
            Path first = inside.sorted().findFirst().orElseThrow();
            assertThat(first).endsWith(Path.of("step-000000060"));
            bench.em("sample", first, "-n", 4, "--out", out).done();
        }
        assertThat(Npy.read(out).rows()).isEqualTo(4);
    }

    @Test
    void anUnfinishedLineOfMetricsDoesNotStopThePictures() throws Exception {
        Path torn = bench.path("torn");
        bench.em("train", recipe, "--data", days, "--run", torn, "phases.warm-up.steps=3")
                .done();
        Files.writeString(torn.resolve("metrics.jsonl"), "{\"step\":9,\"lo", java.nio.file.StandardOpenOption.APPEND);
        assertThat(bench.em("plot", torn).done().out()).contains("losses.png", "report.html");
    }

    private static Samples energies(Samples rows) {
        Path in = bench.path("moved.npy");
        Path out = bench.path("moved-energies.npy");
        Npy.write(in, rows);
        bench.em("energy", run, "--data", in, "--out", out).done();
        return Npy.read(out);
    }

    private static Samples moved(Samples rows, int column, double h) {
        float[] values = rows.values().clone();
        for (int i = column; i < values.length; i += rows.width()) {
            values[i] = (float) (values[i] + h);
        }
        return new Samples(values, rows.shape());
    }

    private static double[] moments(Samples rows, int column) {
        double mean = 0;
        double square = 0;
        for (int i = 0; i < rows.rows(); i++) {
            double x = rows.values()[i * rows.width() + column];
            mean += x / rows.rows();
            square += x * x / rows.rows();
        }
        return new double[] {mean, Math.sqrt(square - mean * mean)};
    }

    private static int count(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
