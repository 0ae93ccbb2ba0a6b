package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Npy;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tables narrow and wide, short and without names, and the plane. */
class ShapesOfDataTest {

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void setUp() {
        bench = new Workbench(folder);
    }

    /** The batch of 32 rows is larger than most of these tables, and the last one has more columns than rows. */
    @ParameterizedTest
    @CsvSource({"40, 1, potential.png", "40, 2, landscape.png", "40, 5, rows.png", "8, 20, quantiles.png"})
    void arraysOfEveryWidthAreLearnt(int rows, int width, String picture) {
        Path data = bench.npy("data.npy", rows, width);
        Path run = bench.path("run");
        bench.em("train", bench.table(), "--data", data, "--run", run, "phases.warm-up.steps=5")
                .done();
        assertThat(run.resolve("pictures").resolve(picture)).isNotEmptyFile();
        Path out = bench.path("out.npy");
        bench.em("sample", run, "-n", 7, "--out", out).done();
        assertThat(Npy.read(out).shape()).isEqualTo(Shape.of(7, width));
        bench.em("sample", run, "-n", 7, "--out", bench.path("out.png")).done();
        bench.em("energy", run, "--data", data, "--gradient", "--out", out).done();
        assertThat(Npy.read(out).shape()).isEqualTo(Shape.of(rows, 1 + width));
    }

    @Test
    void aPlanarTableMayStartAtAToyDensity() {
        Path data = bench.npy("data.npy", 40, 2);
        bench.em("train", bench.toy(), "--data", data, "--run", bench.path("run"), "phases.warm-up.steps=3")
                .done();
    }

    @Test
    void columnsCalledByNumbersKeepTheirNames() throws Exception {
        StringBuilder text = new StringBuilder("day,0,30\n");
        for (int i = 0; i < 20; i++) {
            text.append("d")
                    .append(i)
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(i * i)
                    .append('\n');
        }
        Path data = bench.write("numbers.csv", text.toString());
        Path run = bench.path("run");
        bench.em("train", bench.table(), "--data", data, "--run", run, "phases.warm-up.steps=3")
                .done();
        Path out = bench.path("out.csv");
        bench.em("sample", run, "-n", 6, "--out", out).done();
        assertThat(Files.readAllLines(out)).hasSize(7).first().isEqualTo("0,30");
        assertThat(Workbench.rows(out).rows()).isEqualTo(6);
    }

    @Test
    void nothingNeedsToBeHeldOut() {
        Path data = bench.npy("data.npy", 20, 2);
        Path run = bench.path("run");
        JsonNode json = bench.em(
                        "train",
                        bench.table(),
                        "--data",
                        data,
                        "--run",
                        run,
                        "data.holdout=0",
                        "data.standardize=false",
                        "phases.warm-up.steps=3",
                        "--json")
                .done()
                .json();
        assertThat(json.path("evaluation").path("reference").asString()).contains("nothing is held out");
        bench.refused(3, List.of("one.npy", "a single row"), "evaluate", run, "--data", bench.npy("one.npy", 1, 2));
    }

    @Test
    void theMoonsAreLearntSampledAndMeasured() {
        Path run = bench.path("moons");
        JsonNode json =
                bench.em("train", bench.toy(), "--run", run, "--json").done().json();
        assertThat(json.path("evaluation").path("reference").asString()).isEqualTo("fresh data");
        assertThat(run.resolve("pictures/trajectories.png")).isNotEmptyFile();
        Path samples = bench.path("samples.csv");
        bench.em("sample", run, "-n", 50, "--out", samples).done();
        assertThat(Workbench.rows(samples).shape()).isEqualTo(Shape.of(50, 2));
        bench.em("energy", run, "--data", samples, "--out", bench.path("v.csv")).done();
        assertThat(Workbench.rows(bench.path("v.csv")).shape()).isEqualTo(Shape.of(50, 1));
        JsonNode measured = bench.em("evaluate", run, "-n", 100, "--times", "1,2", "--json")
                .done()
                .json();
        assertThat(measured.path("evaluation").path("times").size()).isEqualTo(2);
        assertThat(measured.path("evaluation").path("rows").asInt()).isEqualTo(100);
        bench.em("evaluate", run, "--data", samples).done();
    }
}
