package org.energymatching.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.energymatching.Samples;
import org.energymatching.cli.testing.TinyPictures;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Npy;
import org.energymatching.data.image.ImageSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code em restore} writes, and what it says of it. */
class RestoreVerbTest {

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path days;
    private static Path rows;
    private static ImageSet blots;
    private static Path pictures;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        days = bench.days("days.csv", 40);
        rows = bench.path("rows");
        bench.em("train", bench.table(), "--data", days, "--run", rows, "--quiet")
                .done();
        blots = TinyPictures.blots(20, 1, 8, 3);
        pictures = TinyPictures.run(bench, "pictures", TinyPictures.file(bench, "blots.npy", blots));
    }

    /** Cells that were measured exactly stand as they were; of empty ones come samples, and their mean. */
    @Test
    void emptyCellsAreFilledAndTheOthersKept() {
        Path gaps = bench.write("gaps.csv", "a,b,c\n104,,0.0025\n,-3.1,\n");
        Path out = bench.path("filled");
        JsonNode json = bench.em(
                        "restore",
                        rows,
                        "--data",
                        gaps,
                        "--noise",
                        0,
                        "--chains",
                        3,
                        "--renoise-rounds",
                        2,
                        "--keep",
                        2,
                        "--out",
                        out,
                        "--json")
                .done()
                .json();
        assertThat(json.path("samples").asInt()).isEqualTo(6);
        assertThat(json.path("scores").path("methods")).isEmpty();
        Samples samples = Workbench.rows(out.resolve("samples.csv"));
        Samples mean = Workbench.rows(out.resolve("mean.csv"));
        assertThat(samples.rows()).isEqualTo(12);
        double[] sum = new double[2];
        for (int i = 0; i < 12; i++) {
            float[] row = samples.row(i);
            assertThat(row[0]).isEqualTo(i / 6 + 1);
            assertThat(row[1]).isEqualTo(i % 6 + 1);
            if (i < 6) {
                assertThat(row[2]).isEqualTo(104);
                assertThat(row[4]).isEqualTo(0.0025f);
                sum[0] += row[3] / 6;
            } else {
                assertThat(row[3]).isEqualTo(-3.1f);
                sum[1] += row[2] / 6;
            }
        }
        assertThat((double) mean.row(0)[1]).isCloseTo(sum[0], within(1e-3));
        assertThat((double) mean.row(1)[0]).isCloseTo(sum[1], within(1e-2));
    }

    /** A run over a fitted mixture keeps the sum of a row exactly; others cannot. */
    @Test
    void totalsWithoutNoiseAreKept() {
        Path joint = bench.path("joint");
        bench.em(
                        "train",
                        "table",
                        "--data",
                        bench.path("days.csv"),
                        "--run",
                        joint,
                        "--no-report",
                        "data.typed=false",
                        "network.mlp.widths=[8]",
                        "source.fitted-mixture.components=1",
                        "batchSize=16",
                        "phases.density.steps=5")
                .done();
        Path totals = bench.write("totals.csv", "total\n103.5\n80\n");
        Path out = bench.path("kept");
        bench.em("restore", joint, "--data", totals, "--operator", "total", "--noise", 0, "--out", out)
                .done();
        Samples samples = Workbench.rows(out.resolve("samples.csv"));
        assertThat(samples.rows()).isEqualTo(2 * 24);
        for (int i = 0; i < samples.rows(); i++) {
            float[] row = samples.row(i);
            assertThat(row[2] + row[3] + row[4]).isCloseTo(i < 24 ? 103.5f : 80, within(1e-3f));
        }
        for (Object[] refused : new Object[][] {{"no noise at all", rows}, {"repel", joint}}) {
            bench.refused(
                    2,
                    List.of((String) refused[0]),
                    "restore",
                    refused[1],
                    "--data",
                    totals,
                    "--operator",
                    "total",
                    "--noise",
                    0,
                    "--interaction",
                    1);
        }
    }

    @Test
    void picturesComeWithAStripAndScores() throws Exception {
        Path out = bench.path("boxed");
        JsonNode json = bench.em(
                        "restore",
                        pictures,
                        "--data",
                        bench.path("blots.npy"),
                        "--simulate",
                        "-n",
                        3,
                        "--operator",
                        "inpaint:box=2,2,4,4",
                        "--noise",
                        0.2,
                        "--chains",
                        4,
                        "--renoise-rounds",
                        4,
                        "--keep",
                        5,
                        "--step",
                        0.05,
                        "--out",
                        out,
                        "--json")
                .done()
                .json();
        assertThat(json.path("guided").asBoolean()).isTrue();
        List<String> methods = new ArrayList<>();
        json.path("scores")
                .path("methods")
                .forEach(method -> methods.add(method.path("method").asString()));
        assertThat(methods).contains("mean of samples", "mean filling", "total variation filling");
        assertThat(json.path("scores").path("coverage").path("level").asDouble())
                .isEqualTo(0.9);
        double least = json.path("scores").path("coverage").path("width").asDouble();
        assertThat(json.path("scores").path("coverageOfUncertain").path("width").asDouble())
                .isGreaterThanOrEqualTo(Math.max(0.2, least));
        assertThat(Npy.read(out.resolve("samples.npy")).rows()).isEqualTo(60);
        float[] measured = Npy.read(out.resolve("measured.npy")).values();
        for (int i = 0; i < measured.length; i++) {
            boolean inBox = i % 8 >= 2 && i % 8 < 6 && i / 8 % 8 >= 2 && i / 8 % 8 < 6;
            assertThat(Float.isNaN(measured[i])).as("pixel %d", i).isEqualTo(inBox);
        }
        assertThat(ImageIO.read(out.resolve("strips.png").toFile())).isNotNull();
        assertThat(out.resolve("report.html")).isNotEmptyFile();
    }

    /** A whisper is heard only by chains that are guided: ε/σ² is about 1 here, and time runs to 1. */
    @Test
    void guidanceIsHeardWhereThePaperRuleIsNot() {
        double[] misfit = new double[2];
        for (int i = 0; i < 2; i++) {
            List<Object> words = new ArrayList<>(List.of(
                    "restore",
                    rows,
                    "--data",
                    days,
                    "--simulate",
                    "-n",
                    20,
                    "--operator",
                    "columns:b,c",
                    "--noise",
                    4,
                    "--renoise-rounds",
                    1,
                    "--keep",
                    1,
                    "--step",
                    0.02,
                    "--out",
                    bench.path("heard" + i),
                    "--json"));
            if (i == 1) {
                words.add("--no-guidance");
            }
            JsonNode json = bench.em(words.toArray()).done().json();
            assertThat(json.path("guided").asBoolean()).isEqualTo(i == 0);
            misfit[i] = json.path("scores").path("misfit").asDouble();
        }
        assertThat(misfit[0]).as("seed 0").isLessThan(0.7 * misfit[1]);
    }

    /** The stronger the repulsion, the farther apart the samples and the larger their error. */
    @Test
    void repulsionBuysDiversityWithFidelity() {
        Path out = bench.path("apart");
        JsonNode effects = bench.em(
                        "restore",
                        rows,
                        "--data",
                        days,
                        "--simulate",
                        "-n",
                        20,
                        "--operator",
                        "columns:c",
                        "--noise",
                        1,
                        "--renoise-rounds",
                        1,
                        "--keep",
                        1,
                        "--step",
                        0.01,
                        "--interaction",
                        "1,0.5",
                        "--out",
                        out,
                        "--json")
                .done()
                .json()
                .path("interactions");
        assertThat(effects).hasSize(3);
        assertThat(effects.get(0).path("sigma").isNull()).isTrue();
        for (int i = 1; i < 3; i++) {
            for (String rising : List.of("diversity", "error")) {
                assertThat(effects.get(i).path(rising).asDouble())
                        .as("%s, seed 0", rising)
                        .isGreaterThan(effects.get(i - 1).path(rising).asDouble());
            }
        }
        assertThat(out.resolve("interaction.png")).isNotEmptyFile();
    }
}
