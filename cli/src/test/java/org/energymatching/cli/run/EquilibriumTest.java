package org.energymatching.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.PlanarShape;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.error.UsageException;
import org.energymatching.nn.potential.Confined;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.training.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Phases with the terms of density and of arrival. */
class EquilibriumTest {

    private static final String RECIPE = """
            name: rest
            network: {widths: [16, 16], firstActivation: silu}
            optimizer: {learningRate: 3e-3}
            batchSize: 32
            shardRows: 16
            density:
              components: 3
              chains: {weight: 0.5, kept: 64, moving: 32, steps: 20, step: 0.02, lifetime: 2}
            arrival: {step: 0.2, slopes: 16, chains: 64, lifetime: 3}
            sampling: {time: 1, step: 0.1}
            phases:
              - {name: warm-up, steps: 20}
              - {name: density, steps: 10, density: true, emaDecay: 0.9}
              - {name: arrival, steps: 6, density: true, arrival: true, flowWeight: 0.3, emaDecay: 0.9}
              - {name: settle, steps: 4, density: true, arrival: true, arrivalWeight: 0.25, stationarityWeight: 0.5, emaDecay: 0.9}
            """;

    private static final String OF_DAYS = "data: {kind: table, ignore: [day, place]}\nsource: standard-normal\n";

    @TempDir
    Path folder;

    private String weights(Workbench bench, Path recipe, Path run, Object... more) {
        Object[] words = Stream.concat(Stream.of("train", recipe, "--run", run, "--json", "--quiet"), Stream.of(more))
                .toArray();
        return bench.em(words).done().json().path("weightsSha256").asString();
    }

    @ParameterizedTest
    @EnumSource
    void everyShapeOfThePlaneCanBeLearnt(PlanarShape shape) {
        String kind = shape.name().toLowerCase(Locale.ROOT);
        RunConfig config = RunConfig.load("toy2d-equilibrium", List.of("data.kind=" + kind, "source=standard-normal"));
        assertThat(Experiment.of(config).plan().data()).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource({"standard-normal, 0", "standard-normal, 1.2", "fitted-mixture, 0"})
    void aRunGoesOnBitForBitAndDoesNotDependOnThreads(String source, double margin) throws IOException {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write(
                "rest.yaml",
                RECIPE.replace("components: 3", "components: 3\n  margin: " + margin)
                        + OF_DAYS.replace("standard-normal", source));
        Path days = bench.days("days.csv", 60);
        Path run = bench.path("run");
        String whole = weights(bench, recipe, run, "--data", days, "--threads", 1);
        assertThat(Files.readString(run.resolve("metrics.jsonl")))
                .contains(
                        "\"score\"",
                        "\"noiseContrast\"",
                        "\"arrival\"",
                        "\"stationarity\"",
                        "\"logZ\"",
                        "\"persistent\"");
        Path newest = RunDirectory.of(run.toString()).newest().orElseThrow();
        try (Stream<Path> files = Files.list(newest)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(newest);
        assertThat(RunDirectory.of(run.toString()).newest().orElseThrow().toString())
                .endsWith("36");
        assertThat(weights(bench, recipe, run, "--data", days, "--threads", 2)).isEqualTo(whole);
        assertThat(bench.em("evaluate", run, "--times", "0.5,1", "-n", 6).done().out())
                .containsPattern("^Samples at t = 1 are (better than|level with|worse than) a Gaussian");
    }

    /** Half the weight throughout and twice the phases' shares of it is the same loss; their shares alone are not. */
    @Test
    void aPhaseTakesItsShareOfTheLossOnArrival() {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write("rest.yaml", RECIPE + OF_DAYS);
        Path days = bench.days("days.csv", 60);
        String whole = weights(bench, recipe, bench.path("a"), "--data", days);
        Object[] doubled = {
            "--data",
            days,
            "phases.arrival.arrivalWeight=2",
            "phases.settle.arrivalWeight=0.5",
            "phases.settle.stationarityWeight=1"
        };
        assertThat(weights(bench, recipe, bench.path("b"), doubled)).isNotEqualTo(whole);
        Object[] halved = Stream.concat(Stream.of("arrival.weight=10"), Stream.of(doubled))
                .toArray();
        assertThat(weights(bench, recipe, bench.path("c"), halved)).isEqualTo(whole);
    }

    /** Before anything is learnt, the density is that of the mixture: log Z = 0, to a nat of bounds. */
    @Test
    void aTiltedMixtureHasALikelihoodThatItsBoundsKeepNearTheMixtures() {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write("rest.yaml", RECIPE + OF_DAYS.replace("standard-normal", "fitted-mixture"));
        Path days = bench.days("days.csv", 60);
        Path run = bench.path("run");
        weights(bench, recipe, run, "--data", days, "density.bound=0.5", "density.sigma=0.01");
        JsonNode found = bench.em(
                        "likelihood", run, "--data", days, "--method", "equilibrium", "--components", 3, "--json")
                .done()
                .json();
        assertThat(found.path("logZ").path("value").asDouble()).isBetween(-0.6, 0.6);
        assertThat(bench.em("sample", run, "-n", 5, "--json").done().json().toString())
                .contains("samples");
    }

    @Test
    void whoHasLearntNoFlowHasNoLikelihoodAlongIt() {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write(
                "still.yaml",
                "name: still\nnetwork: {widths: [8]}\nbatchSize: 16\ndensity: {components: 2, chains: {weight: 1, kept: 32, moving: 16, steps: 2}}\n"
                        + "phases: [{name: density, steps: 4, density: true, flowWeight: 0}]\n"
                        + OF_DAYS.replace("standard-normal", "fitted-mixture"));
        Path days = bench.days("days.csv", 60);
        Path run = bench.path("run");
        weights(bench, recipe, run, "--data", days);
        bench.refused(
                2,
                List.of("was trained without flow matching", "--method=equilibrium"),
                "likelihood",
                run,
                "--method",
                "flow");
        assertThat(bench.em("likelihood", run, "--chains", 16, "--components", 2)
                        .done()
                        .out())
                .contains("There is no likelihood along a flow", "equilibrium, ε = ");
    }

    /** 20 rows for each of 48 columns are 960: 59 days are enough for one Gaussian, 30,000 for more than there may be. */
    @Test
    void aMixtureHasAsManyGaussiansAsRowsTellApart() {
        RunConfig open = RunConfig.load("table-equilibrium", List.of("data.path=days.csv"));
        for (int[] expected : new int[][] {{59, 1}, {959, 1}, {1_920, 2}, {20_000, 20}, {90_000, 24}}) {
            Dataset days = new Dataset(new Samples(new float[48 * expected[0]], Shape.of(expected[0], 48)));
            assertThat(Equilibrium.components(open, days)).isEqualTo(expected[1]);
        }
        RunConfig asked = RunConfig.load("table-equilibrium", List.of("data.path=days.csv", "density.components=7"));
        assertThat(Equilibrium.components(asked, StandardNormal.of(48))).isEqualTo(7);
    }

    @Test
    void aMixtureNeedsTwoRowsForEachOfItsGaussians() {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write("rest.yaml", RECIPE + OF_DAYS.replace("standard-normal", "fitted-mixture"));
        Path few = bench.days("few.csv", 5);
        bench.refused(
                3,
                List.of("A mixture of 3 Gaussians was to be fitted", "fit fewer Gaussians"),
                "train",
                recipe,
                "--data",
                few,
                "data.holdout=0",
                "--quiet",
                "--run",
                bench.path("run"));
    }

    /** Eight Gaussians reach farther than a sample of the standard normal distribution does. */
    @Test
    void aBowlBeginsBeyondSourceAndData() {
        for (String source : List.of("standard-normal", "eight-gaussians")) {
            RunConfig config = RunConfig.load("demo", List.of("density.margin=1.5", "source=" + source));
            double farthest = 0;
            for (Distribution one : List.of(
                    TwoMoons.create(),
                    source.equals("eight-gaussians") ? EightGaussians.create() : StandardNormal.of(2))) {
                Samples points = one.sample(100_000, Rng.of(1));
                for (int i = 0; i < points.rows(); i++) {
                    farthest = Math.max(farthest, Math.hypot(points.row(i)[0], points.row(i)[1]));
                }
            }
            double most = 1.5 * farthest;
            assertThat(Experiment.of(config).plan().network())
                    .as(source)
                    .isInstanceOfSatisfying(
                            Confined.class, bowl -> assertThat(bowl.radius()).isBetween(0.8 * most, 1.1 * most));
        }
        assertThat(Experiment.of(RunConfig.load("toy2d", List.of())).plan().network())
                .isInstanceOf(Mlp.class);
    }

    @ParameterizedTest
    @CsvSource({
        "demo, density.margin=0.5, V rises beyond 1 or more times",
        "table-equilibrium, density.margin=1.2 data.path=days.csv, density.margin is 1.2 but source is fitted-mixture"
    })
    void aBowlStandsAroundTheDataAndNotAroundAMixture(String recipe, String change, String part) {
        assertThatThrownBy(() -> RunConfig.load(recipe, List.of(change.split(" "))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(part);
    }

    @Test
    void aMixtureIsForRowsOfNumbers() {
        assertThatThrownBy(() -> RunConfig.load("mnist-small", List.of("source=fitted-mixture")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("source is fitted-mixture but data.kind is images");
    }
}
