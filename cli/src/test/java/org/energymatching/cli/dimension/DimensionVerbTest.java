package org.energymatching.cli.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.energymatching.Samples;
import org.energymatching.cli.testing.TinyPictures;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.file.Npy;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.PngSize;
import org.energymatching.metric.RankCorrelation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DimensionVerbTest {

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path days;
    private static Path run;
    private static ImageSet blots;
    private static Path pictures;
    private static Path pictureRun;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        days = bench.days("days.csv", 60);
        run = bench.path("run");
        bench.em("train", bench.table(), "--data", days, "--run", run, "--quiet")
                .done();
        blots = TinyPictures.blots(20, 1, 8, 3);
        pictures = TinyPictures.file(bench, "blots.npy", blots);
        pictureRun = TinyPictures.run(bench, "pictures", pictures);
    }

    @Test
    void theTableHoldsTheCountOfTheEigenvaluesBesideIt() throws Exception {
        Path out = bench.path("all");
        JsonNode json = bench.em("dimension", run, "--data", days, "--out", out, "--json")
                .done()
                .json();
        double tau = json.path("threshold").asDouble();
        assertThat(json.path("method").asString()).isEqualTo("exact");
        assertThat(json.path("points").asInt()).isEqualTo(60);
        assertThat(json.path("ambient").asInt()).isEqualTo(3);
        assertThat(json.path("elasticity").isNumber()).isTrue();

        Samples eigenvalues = Npy.read(out.resolve("eigenvalues.npy"));
        Samples table = Workbench.rows(out.resolve("dimension.csv"));
        assertThat(Files.readAllLines(out.resolve("dimension.csv")).get(0)).isEqualTo("row,V,dimension,standard error");
        assertThat(eigenvalues.shape().extents()).containsExactly(60, 3);
        double sum = 0;
        for (int i = 0; i < 60; i++) {
            float[] values = eigenvalues.row(i);
            assertThat(values).isSorted();
            int flat = 0;
            for (float value : values) {
                flat += Math.abs(value) < tau ? 1 : 0;
            }
            assertThat(table.row(i)[0]).isEqualTo(i);
            assertThat(table.row(i)[2]).isEqualTo(flat);
            assertThat(table.row(i)[3]).isZero();
            sum += flat;
        }
        assertThat(json.path("mean").asDouble()).isCloseTo(sum / 60, within(1e-9));
        assertThat(json.path("files")).hasSize(3);
        for (JsonNode file : json.path("files")) {
            assertThat(Path.of(file.asString())).isNotEmptyFile();
        }
        assertThat(ImageIO.read(out.resolve("spectrum.png").toFile()).getWidth())
                .isGreaterThan(500);
    }

    /** Energies in the table are those of 'em energy', and the dimension does not depend on which rows are drawn with it. */
    @Test
    void aPartOfTheRowsIsDrawnBySeed() {
        Path all = bench.path("every");
        Path part = bench.path("part");
        double tau = bench.em("dimension", run, "--data", days, "--out", all, "--json")
                .done()
                .json()
                .path("threshold")
                .asDouble();
        bench.em("dimension", run, "--data", days, "--threshold", tau, "-n", 7, "--seed", 4, "--out", part)
                .done();
        bench.em("energy", run, "--data", days, "--out", bench.path("energies.csv"))
                .done();
        Samples every = Workbench.rows(all.resolve("dimension.csv"));
        Samples some = Workbench.rows(part.resolve("dimension.csv"));
        Samples energies = Workbench.rows(bench.path("energies.csv"));
        assertThat(some.rows()).isEqualTo(7);
        for (int i = 0; i < 7; i++) {
            int row = (int) some.row(i)[0];
            assertThat(some.row(i)[2]).isEqualTo(every.row(row)[2]);
            assertThat(some.row(i)[1]).isCloseTo(energies.row(row)[0], within(1e-4f));
        }
    }

    @Test
    void picturesAreSetAgainstTheirSizes() throws Exception {
        JsonNode json = bench.em(
                        "dimension",
                        pictureRun,
                        "--data",
                        pictures,
                        "--reference",
                        "png-size",
                        "--threshold",
                        "0.02",
                        "--json")
                .done()
                .json();
        Path out = pictureRun.resolve("dimension");
        Samples table = Workbench.rows(out.resolve("dimension.csv"));
        double[] dimensions = new double[20];
        double[] sizes = new double[20];
        for (int i = 0; i < 20; i++) {
            dimensions[i] = table.row(i)[2];
            sizes[i] = table.row(i)[4];
        }
        assertThat(sizes)
                .containsExactly(
                        Arrays.stream(PngSize.of(blots)).asDoubleStream().toArray());
        assertThat(json.path("spearmanPngSize").asDouble())
                .isCloseTo(RankCorrelation.spearman(dimensions, sizes), within(1e-9));
        for (String name : List.of("spectrum.png", "pictures.png", "png-size.png")) {
            assertThat(ImageIO.read(out.resolve(name).toFile())).as(name).isNotNull();
        }
    }

    @Test
    void lanczosTellsItsError() {
        Path out = bench.path("estimated");
        Ended ended = bench.em(
                        "dimension",
                        pictureRun,
                        "--data",
                        pictures,
                        "--method",
                        "lanczos",
                        "--matvecs",
                        30,
                        "--threshold",
                        "0.02",
                        "--out",
                        out)
                .done();
        assertThat(ended.out()).contains("30 products", "standard error");
        Path exact = bench.path("computed");
        bench.em(
                        "dimension",
                        pictureRun,
                        "--data",
                        pictures,
                        "--method",
                        "exact",
                        "--threshold",
                        "0.02",
                        "--out",
                        exact)
                .done();
        Samples estimated = Workbench.rows(out.resolve("dimension.csv"));
        Samples computed = Workbench.rows(exact.resolve("dimension.csv"));
        double squares = 0;
        double errors = 0;
        for (int i = 0; i < 20; i++) {
            squares += Math.pow(estimated.row(i)[2] - computed.row(i)[2], 2);
            errors += Math.pow(estimated.row(i)[3], 2);
        }
        assertThat(Math.sqrt(squares / errors)).as("errors in standard errors").isBetween(0.3, 3.0);
    }

    @Test
    void thresholdsThatCountAllOrNothingAreToldAsHardlyDividing() {
        for (String threshold : List.of("1e9", "1e-9")) {
            assertThat(bench.em("dimension", run, "--data", days, "--threshold", threshold)
                            .done()
                            .out())
                    .containsPattern("The threshold [0-9e.-]+ hardly divides them: their magnitudes go from");
        }
    }

    @Test
    void senselessRequestsAreRefused() {
        for (String threshold : List.of("0", "-3", "much", "NaN", "Infinity")) {
            bench.refused(
                    2,
                    List.of("threshold is '" + threshold),
                    "dimension",
                    run,
                    "--data",
                    days,
                    "--threshold",
                    threshold);
        }
        bench.refused(
                2, List.of("has not learnt pictures"), "dimension", run, "--data", days, "--reference", "png-size");
        bench.refused(2, List.of("--method lanczos"), "dimension", run, "--data", days, "--matvecs", 4);
        bench.refused(
                2,
                List.of("3 random directions"),
                "dimension",
                run,
                "--data",
                days,
                "--method",
                "lanczos",
                "--matvecs",
                1);
        bench.refused(2, List.of("at 0 points"), "dimension", run, "--data", days, "-n", 0);
        bench.refused(3, List.of("no-such.csv"), "dimension", run, "--data", bench.path("no-such.csv"));
    }

    @Test
    void energiesThatAreNotFiniteAreNamed() {
        Path far = bench.write("far.csv", "day,a,b,c,place\nd,100,-3,0.002,x\nd,1e38,-1e38,1e35,x\n");
        bench.refused(3, List.of("point 1", "finite"), "dimension", run, "--data", far);
    }
}
