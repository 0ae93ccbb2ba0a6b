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
import org.energymatching.condition.Conditions;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.PlanarShape;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.description.Descriptions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.potential.ConfinedPotential;
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

/** Phases with losses of the density, of the ends of transport and of stationarity. */
class EquilibriumTest {

    private static final String RECIPE = """
            name: rest
            network: {mlp: {widths: [16, 16], firstActivation: silu}}
            optimizer: {learningRate: 3e-3}
            batchSize: 32
            shardRows: 16
            sampling: {time: 1, step: 0.1}
            phases:
              - {name: warm-up, steps: 20}
              - name: density
                steps: 10
                emaDecay: 0.9
                loss:
                  - flow-matching: {region: away-from-data}
                  - denoising-score-matching
                  - noise-contrastive-estimation: {components: 3}
                  - persistent-contrastive-divergence: {weight: 0.5, sigma: 0.1, chains: 64, moving: 32, step: 0.02, lifetime: 2}
              - name: arrival
                steps: 6
                emaDecay: 0.9
                loss:
                  - flow-matching: {weight: 0.3, region: away-from-data}
                  - denoising-score-matching
                  - noise-contrastive-estimation: {components: 3}
                  - persistent-contrastive-divergence: {weight: 0.5, sigma: 0.1, chains: 64, moving: 32, step: 0.02, lifetime: 2}
                  - transport-endpoint: {weight: 20, step: 0.2, gradients: 16}
              - name: settle
                steps: 4
                emaDecay: 0.9
                loss:
                  - flow-matching: {region: away-from-data}
                  - denoising-score-matching
                  - noise-contrastive-estimation: {components: 3}
                  - persistent-contrastive-divergence: {weight: 0.5, sigma: 0.1, chains: 64, moving: 32, step: 0.02, lifetime: 2}
                  - transport-endpoint: {weight: 5, step: 0.2, gradients: 16}
                  - stationarity: {weight: 10, step: 0.2, gradients: 16, chains: 64, lifetime: 3}
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
    @CsvSource({"standard-normal, 0", "standard-normal, 1.2", "{fitted-mixture: {components: 3}}, 0"})
    void aRunGoesOnBitForBitAndDoesNotDependOnThreads(String source, double radius) throws IOException {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write(
                "rest.yaml",
                RECIPE + "confinementRadius: " + radius + "\n" + OF_DAYS.replace("standard-normal", source));
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

    /** Weights are those of a phase: another one is another loss, and 0 is the phase without the loss. */
    @Test
    void aLossCountsByItsWeightInItsPhase() {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write("rest.yaml", RECIPE + OF_DAYS);
        Path days = bench.days("days.csv", 60);
        String settle = "phases.settle.loss";
        String whole = weights(bench, recipe, bench.path("a"), "--data", days);
        assertThat(weights(bench, recipe, bench.path("b"), "--data", days, settle + ".transport-endpoint.weight=10"))
                .isNotEqualTo(whole);
        Object[] none = {
            "--data", days, settle + ".stationarity.weight=0", settle + ".persistent-contrastive-divergence.weight=0"
        };
        Object[] without = {
            "--data",
            days,
            settle + "=[{flow-matching: {region: away-from-data}}, denoising-score-matching,"
                    + " {noise-contrastive-estimation: {components: 3}},"
                    + " {transport-endpoint: {weight: 5, step: 0.2, gradients: 16}}]"
        };
        assertThat(weights(bench, recipe, bench.path("c"), none))
                .isNotEqualTo(whole)
                .isEqualTo(weights(bench, recipe, bench.path("d"), without));
    }

    /** Before anything is learnt, the density is that of the mixture: log Z = 0, to a nat of bounds. */
    @Test
    void aTiltedMixtureHasALikelihoodThatItsBoundsKeepNearTheMixtures() {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write(
                "rest.yaml", RECIPE + OF_DAYS.replace("standard-normal", "{fitted-mixture: {components: 3}}"));
        Path days = bench.days("days.csv", 60);
        Path run = bench.path("run");
        weights(
                bench,
                recipe,
                run,
                "--data",
                days,
                "source.fitted-mixture.bound=0.5",
                "source.fitted-mixture.sigma=0.01");
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
                "name: still\nnetwork: {mlp: {widths: [8]}}\nbatchSize: 16\nphases:\n  - name: density\n    steps: 4\n    loss:\n"
                        + "      - flow-matching: {weight: 0}\n      - denoising-score-matching\n      - noise-contrastive-estimation\n"
                        + "      - persistent-contrastive-divergence: {weight: 1, sigma: 0.1, chains: 32, moving: 16, steps: 2}\n"
                        + OF_DAYS.replace("standard-normal", "{fitted-mixture: {components: 2}}"));
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

    /** 20 rows for each of 48 columns are 960: 59 days are enough for one Gaussian, 30,000, which are the most that it is fitted to, for 31. */
    @Test
    void aMixtureHasAsManyGaussiansAsRowsTellApart() {
        RunConfig open = RunConfig.load("table", List.of("data.path=days.csv"));
        for (int[] expected : new int[][] {{59, 1}, {959, 1}, {1_920, 2}, {20_000, 20}, {90_000, 31}}) {
            Dataset days = new Dataset(new Samples(new float[48 * expected[0]], Shape.of(expected[0], 48)));
            assertThat(Equilibrium.components(open, days)).isEqualTo(expected[1]);
        }
        RunConfig asked = RunConfig.load("table", List.of("data.path=days.csv", "source.fitted-mixture.components=7"));
        assertThat(Equilibrium.components(asked, StandardNormal.of(48))).isEqualTo(7);
    }

    /** The mixture is written in floats: what is read from them is what the run began with, not its first doubles. */
    @Test
    void aRunThatGoesOnHasTheMixtureThatItBeganWith() {
        RunConfig config =
                RunConfig.load("table", List.of("data.path=days.csv", "source.fitted-mixture.components=12"));
        Dataset days = new Dataset(StandardNormal.of(48).sample(1_200, Rng.of(3)));
        Equilibrium first = Equilibrium.of(config, days, null, step -> {});
        Equilibrium resumed = Equilibrium.of(config, days, first.network(days.shape(), Conditions.none()), step -> {});
        assertThat(Descriptions.of(resumed.fitted())).isEqualTo(Descriptions.of(first.fitted()));
    }

    @Test
    void aMixtureNeedsTwoRowsForEachOfItsGaussians() {
        Workbench bench = new Workbench(folder);
        Path recipe = bench.write(
                "rest.yaml", RECIPE + OF_DAYS.replace("standard-normal", "{fitted-mixture: {components: 3}}"));
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
            RunConfig config = RunConfig.load("demo", List.of("confinementRadius=1.5", "source=" + source));
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
                            ConfinedPotential.class,
                            quadratic -> assertThat(quadratic.radius()).isBetween(0.8 * most, 1.1 * most));
        }
        assertThat(Experiment.of(RunConfig.load("toy2d", List.of())).plan().network())
                .isInstanceOf(Mlp.class);
    }

    @ParameterizedTest
    @CsvSource({
        "demo, confinementRadius=0.5, V rises beyond 1 or more times",
        "table, confinementRadius=1.2 data.path=days.csv, confinementRadius is 1.2 but source is fitted-mixture"
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
