package org.energymatching.cli.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.file.Npy;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.density.Gaussian;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.training.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The likelihood of rows and pictures, through the program. */
class LikelihoodTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    /** A Gaussian's log Z in few steps: enough to see that all is wired. */
    private static final List<Object> SMALL =
            List.of("--chains", 32, "--temperatures", 30, "--steps", 2, "--components", 2);

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path days;
    private static Path table;
    private static Path toy;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        days = bench.days("days.csv", 120);
        table = bench.path("table");
        toy = bench.path("toy");
        train(RunConfig.load(bench.table().toString(), List.of(), days), table);
        train(RunConfig.load(bench.toy().toString(), List.of("network.mlp.firstActivation=relu")), toy);
    }

    /** As {@code em train} does, but for the pictures. */
    private static void train(RunConfig config, Path run) {
        Experiment.of(config).trainer(new RunDirectory(run)).fit();
    }

    @Test
    void everyRowHasItsDensityUnderEveryModel() {
        Path out = bench.path("out.csv");
        JsonNode json = likelihood(table, "--data", days, "-n", 20, "--method", "flow", "--out", out);
        assertThat(json.path("models")
                        .valueStream()
                        .map(model -> model.path("model").asString()))
                .anyMatch(name -> name.startsWith("flow"))
                .contains("Gaussian", "mixture of 2 Gaussians");
        Samples rows = Workbench.rows(out);
        assertThat(rows.shape()).isEqualTo(Shape.of(20, 5));
        for (int i = 1; i < 20; i++) {
            assertThat(rows.row(i)[0]).isBetween(rows.row(i - 1)[0] + 1, 120f);
        }
        for (int model = 0; model < 4; model++) {
            double mean = 0;
            for (int i = 0; i < 20; i++) {
                mean += rows.row(i)[1 + model] / 20;
            }
            JsonNode told = json.path("models").get(model);
            assertThat(told.path("nats").asDouble()).isCloseTo(mean, within(1e-4));
            assertThat(told.path("bitsPerDimension").asDouble()).isCloseTo(-mean / 3 / Math.log(2), within(1e-4));
            assertThat(told.path("natsError").asDouble()).isPositive();
        }
    }

    /** The density is that of the rows as they are in the file: a Gaussian fitted to them says the same. */
    @Test
    void densitiesAreInTheUnitsOfTheData() {
        Path out = bench.path("units.csv");
        likelihood(table, "--data", days, "--method", "flow", "--out", out);
        Samples data = Workbench.rows(days);
        double[] expected = Gaussian.fit(data).logDensities(data);
        Samples found = Workbench.rows(out);
        double off = 0;
        for (int i = 0; i < data.rows(); i++) {
            off += (found.row(i)[3] - expected[i]) / data.rows();
        }
        assertThat(off).as("fitted to 96 of the 120 rows").isCloseTo(0, within(0.1));
    }

    @Test
    void heldOutRowsAreTheDefaultAndTheResultIsAFunctionOfTheSeed() throws Exception {
        Path one = bench.path("one.csv");
        Path two = bench.path("two.csv");
        JsonNode json = likelihood(table, "--out", one);
        likelihood(table, "--out", two);
        assertThat(json.path("of").asString()).isEqualTo("held-out data");
        assertThat(json.path("rows").asInt()).isEqualTo(24);
        assertThat(Files.readString(one)).isEqualTo(Files.readString(two));
        if (json.has("logZ")) {
            assertThat(json.path("annealedImportance")
                            .path("effectiveSampleSize")
                            .asDouble())
                    .isBetween(1.0, 32.1);
            assertThat(json.path("agreement").path("correlation").asDouble()).isBetween(-1.0, 1.0);
        } else {
            assertThat(json.path("equilibriumFailure").asString()).contains("does not end");
        }
        assertThat(json.path("pictures").valueStream().map(JsonNode::asString))
                .allSatisfy(picture ->
                        assertThat(ImageIO.read(Path.of(picture).toFile())).isNotNull());
    }

    /** In the plane log Z comes from a grid, and the likelihood of moons is that of a file of the same points. */
    @Test
    void inThePlaneTheEquilibriumIsIntegrated() {
        Path points = bench.path("points.npy");
        Samples moons = TwoMoons.create().sample(40, Rng.of(1));
        Npy.write(points, moons);
        JsonNode json = likelihood(toy, "--data", points, "--tolerance", "1e-1", "--out", bench.path("plane.csv"));
        List<String> pictures =
                json.path("pictures").valueStream().map(JsonNode::asString).toList();
        assertThat(pictures).hasSize(2).anyMatch(name -> name.endsWith("densities.png"));
        assertThat(json.path("laplacian").asString()).contains("differences");
        assertThat(json.has("logZ") || json.has("equilibriumFailure")).isTrue();
        Ended alone = bench.em(
                        words(toy, List.of("--data", points, "--no-baselines", "--no-pictures", "--method", "flow")))
                .done();
        assertThat(alone.out()).contains("flow, t = 0 to 1").doesNotContain("Gaussian");
        Ended fresh = bench.em(words(toy, List.of("-n", 5, "--method", "flow", "--no-pictures")))
                .done();
        assertThat(fresh.out()).contains("5 rows of fresh data");
        assertThat(toy.resolve("likelihood.csv")).isNotEmptyFile();
    }

    /** The toy's first layer is bent; the table's is not. */
    @Test
    void derivativesOfReluAreWarnedOf() {
        List<Object> exact =
                List.of("-n", 4, "--method", "flow", "--no-baselines", "--no-pictures", "--laplacian", "exact");
        assertThat(bench.em(words(toy, exact)).done().err()).contains("ReLU");
        assertThat(bench.em(words(table, exact)).done().err()).doesNotContain("ReLU");
    }

    @Test
    void randomProbesTellTheirErrors() {
        Path out = bench.path("probes.csv");
        JsonNode json = likelihood(
                table, "-n", 8, "--method", "flow", "--laplacian", "hutchinson", "--probes", 4, "--out", out);
        assertThat(json.path("laplacian").asString()).isEqualTo("4 random probes of the Laplacian");
        Samples rows = Workbench.rows(out);
        assertThat(rows.width()).isEqualTo(6);
        assertThat(rows.row(0)[2]).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--out x.txt                              | .csv, .npy",
                "--laplacian hutchinson --probes 1        | 1 probes",
                "--tolerance 0                            | to 0.0",
                "--log-z quadrature --method equilibrium  | 3 dimensions",
                "--chains 1 --method equilibrium          | 1 chains",
                "--method both-ways                       | --help",
                "--components 0                           | components",
            })
    void senselessRequestsAreRefused(String options, String told) {
        List<Object> words = new ArrayList<>(List.of("likelihood", table));
        words.addAll(List.of(options.strip().split(" +")));
        bench.refused(USAGE, List.of(told.strip()), words.toArray());
    }

    @Test
    void aSourceWithoutADensityIsRefusedAndSaysWhatWorks() {
        Path moons = bench.path("moons");
        Path points = bench.npy("two.npy", 40, 2);
        train(RunConfig.load(bench.table().toString(), List.of("source=two-moons"), points), moons);
        bench.refused(USAGE, List.of("TwoMoons", "at equilibrium"), "likelihood", moons, "-n", 4);
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        Path wide = bench.npy("wide.npy", 5, 4);
        bench.refused(DATA, List.of("rows of 4 numbers"), "likelihood", table, "--data", wide);
    }

    @Test
    void aSingleRowHasADensity() {
        Path two = bench.npy("two-rows.npy", 2, 3);
        Path single = bench.path("single.npy");
        Npy.write(single, Npy.read(two).slice(0, 1));
        Path out = bench.path("single.csv");
        Path both = bench.path("both.csv");
        for (List<Path> pair : List.of(List.of(single, out), List.of(two, both))) {
            likelihood(table, "--method", "flow", "--data", pair.get(0), "--out", pair.get(1));
        }
        assertThat(Workbench.rows(out).rows()).isEqualTo(1);
        assertThat(Workbench.rows(out).row(0)[1]).isCloseTo(Workbench.rows(both).row(0)[1], within(1e-3f));
    }

    private static JsonNode likelihood(Path run, Object... options) {
        List<Object> more = new ArrayList<>(List.of(options));
        more.add("--json");
        return bench.em(words(run, more)).done().json();
    }

    private static Object[] words(Path run, List<Object> options) {
        List<Object> words = new ArrayList<>(List.of("likelihood", run));
        words.addAll(SMALL);
        words.addAll(options);
        return words.toArray();
    }
}
