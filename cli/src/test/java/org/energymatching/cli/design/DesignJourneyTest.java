package org.energymatching.cli.design;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.sequence.SequenceFormat;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.metric.Levenshtein;
import org.energymatching.protein.Alphabet;
import org.energymatching.protein.EpistaticLandscape;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From sequences with scores to designs, with everything trained on the way, through the program. */
class DesignJourneyTest {

    private static final String SMALL = """
            name: small
            data: {kind: sequences, sequences: {alphabet: dna, repeated: mean}}
            network: {sequence: {width: 8, multipliers: [1, 2], dropout: 0, scale: 10}}
            optimizer: {learningRate: 3e-3, clipNorm: 1}
            temperature: {tauStar: 0.9, epsilonMax: 0.1}
            batchSize: 32
            shardRows: 16
            phases:
              - {name: warm-up, steps: 12, emaDecay: 0.9, loss: [{flow-matching: {sigma: 0, timeCutoff: 0.9}}]}
              - name: joint
                steps: 2
                emaDecay: 0.9
                loss:
                  - flow-matching: {sigma: 0, timeCutoff: 0.9}
                  - contrastive-divergence: {weight: 1e-3, lossFloor: 1, negatives: {steps: 3, init: data}}
            design:
              target: 1.5
              targetTolerance: 0.05
              time: 1.2
              step: 0.1
              chains: 24
              keep: 10
              seeds: 2
              evaluations: 60
              parts: {latent: 4, width: 8, vaeSteps: 40, vaeRate: 1e-2, members: 2, features: 16, predictorSteps: 40, predictorRate: 1e-2}
            """;

    private static final int USAGE = 2;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path measured;
    private static Path run;
    private static Ended ended;

    @BeforeAll
    static void design() {
        bench = new Workbench(folder);
        recipe = bench.write("small.yaml", SMALL);
        Sequences made = EpistaticLandscape.of(Alphabet.dna(), 12, 0.3, 1).measured(90, 0.2, 0.01, Rng.of(2));
        measured = bench.path("measured.csv");
        Sequences.write(measured, made.letters(), Map.of("score", made.scores()));
        run = bench.path("run");
        ended = bench.em("design", recipe, "--data", measured, "--run", run, "--json")
                .done();
    }

    @Test
    void theTableSetsDesignsBesideThreeBaselines() {
        JsonNode json = ended.json();
        assertThat(json.path("finished").asBoolean()).isTrue();
        assertThat(json.path("judge").asString()).isEqualTo("predictor");
        List<String> names = json.path("table")
                .valueStream()
                .map(line -> line.path("name").asString())
                .toList();
        assertThat(names)
                .containsExactly(
                        "designs", "training set's best", "random mutants, ranked", "greedy evolution (AdaLead)");
        json.path("table").forEach(line -> {
            assertThat(line.path("diversity").path("mean").asDouble()).isBetween(0.5, 12.0);
            assertThat(line.path("designs").path("mean").asDouble()).isBetween(1.0, 10.0);
        });
        assertThat(json.path("table").get(1).path("novelty").path("mean").asDouble())
                .as("the training set is not new")
                .isZero();
        assertThat(json.path("interaction")).hasSize(5);
        assertThat(ended.err()).contains("The autoencoder brings back", "Spearman");
    }

    @Test
    void designsAreDifferentRankedAndAsFarFromTheDataAsTheySay() {
        Path csv = run.resolve("designs/seed-0.csv");
        List<String> designs =
                Sequences.read(csv, SequenceFormat.unscored("ACGT")).letters();
        Map<String, double[]> columns = Sequences.columns(csv, List.of("predicted", "distance", "energy", "judged"));
        assertThat(designs).doesNotHaveDuplicates().hasSizeBetween(1, 10);
        assertThat(columns.get("predicted")).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(columns.get("judged")).containsExactly(columns.get("predicted"), within(1e-6));
        List<String> known =
                Sequences.read(measured, SequenceFormat.unscored("ACGT")).letters();
        for (int i = 0; i < designs.size(); i++) {
            int row = i;
            int nearest = known.stream()
                    .mapToInt(other -> Levenshtein.between(designs.get(row), other))
                    .min()
                    .orElseThrow();
            assertThat(requireNonNull(columns.get("distance"))[i]).isEqualTo(nearest);
        }
        Sequences fasta = Sequences.read(run.resolve("designs/seed-0.fasta"), SequenceFormat.scored("ACGT"));
        assertThat(fasta.letters()).isEqualTo(designs);
        assertThat(fasta.scores()).isEqualTo(columns.get("predicted"));
    }

    @Test
    void theSameCommandFindsAllDoneAndAnotherSettingIsAskedElsewhere() {
        Map<String, String> before = Workbench.contents(run);
        JsonNode again = bench.em("design", recipe, "--data", measured, "--run", run, "--json")
                .done()
                .json();
        assertThat(again.path("table")).isEqualTo(ended.json().path("table"));
        assertThat(Workbench.contents(run)).isEqualTo(before);
        bench.refused(
                2,
                List.of("design.targetTolerance", "--out"),
                "design",
                recipe,
                "--data",
                measured,
                "--run",
                run,
                "design.targetTolerance=0.5");
        Path apart = bench.path("apart");
        Path other = run.resolve("parts/predictor-1.safetensors");
        JsonNode table = bench.em(
                        "design",
                        recipe,
                        "--data",
                        measured,
                        "--run",
                        run,
                        "--out",
                        apart,
                        "--interaction",
                        "5",
                        "design.ranking=[" + other + "]",
                        "design.baselines=false",
                        "design.sweep=false",
                        "--json")
                .done()
                .json()
                .path("table");
        assertThat(table).hasSize(1);
        rankedBy(other, apart.resolve("seed-0.csv"));
        assertThat(apart.resolve("seed-1.csv")).exists();
        assertThat(apart.resolve("seed-0.csv")).content().isNotEqualTo(before.get("designs/seed-0.csv"));
        bench.refused(
                2,
                List.of("0.1", "σ ≥"),
                "design",
                recipe,
                "--data",
                measured,
                "--run",
                run,
                "--out",
                bench.path("wild"),
                "--interaction",
                "0.1");
    }

    @Test
    void designsThatAreGatheredIncludeThoseOfTheEnds() {
        List<String> ends = designs("ends", "design.thinning=0", "design.keep=24");
        List<String> gathered = designs("gathered", "design.thinning=0.1", "design.keep=1000");
        assertThat(gathered).doesNotHaveDuplicates().containsAll(ends);
    }

    private static List<String> designs(String out, String gather, String keep) {
        Path folder = bench.path(out);
        bench.em(
                        "design",
                        recipe,
                        "--data",
                        measured,
                        "--run",
                        run,
                        "--out",
                        folder,
                        "design.time=2",
                        gather,
                        keep,
                        "design.diversityWeight=0.01",
                        "design.seeds=1",
                        "design.baselines=false",
                        "design.sweep=false")
                .done();
        return Sequences.read(folder.resolve("seed-0.csv"), SequenceFormat.unscored("ACGT"))
                .letters();
    }

    /** The fitness that the designs are in the order of is that of this predictor, from the lowest to the highest score. */
    private static void rankedBy(Path predictor, Path designs) {
        double[] predicted =
                requireNonNull(Sequences.columns(designs, List.of("predicted")).get("predicted"));
        assertThat(predicted).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        SequenceFormat format = new SequenceFormat("ACGT", "sequence", "score", null, SequenceFormat.Duplicates.MEAN);
        DoubleSummaryStatistics scores =
                Arrays.stream(Sequences.read(measured, format).scores()).summaryStatistics();
        JsonNode said = bench.em("fitness", "--oracle", predictor, "--data", designs, "--json")
                .done()
                .json()
                .path("scores");
        for (int i = 0; i < predicted.length; i++) {
            double fitness = (said.get(i).asDouble() - scores.getMin()) / (scores.getMax() - scores.getMin());
            assertThat(predicted[i]).isCloseTo(fitness, within(1e-4));
        }
    }

    @Test
    void anInterruptedRunComesToTheSameDesigns() throws IOException {
        Path half = bench.path("half");
        Path short1 = bench.write("short.yaml", SMALL.replace("seeds: 2", "seeds: 1"));
        bench.em("design", short1, "--data", measured, "--run", half, "--threads", "1")
                .done();
        Files.delete(half.resolve("designs/settings.json"));
        bench.em("design", recipe, "--data", measured, "--run", half).done();
        for (String file : List.of("seed-0.csv", "seed-1.csv", "seed-1.fasta")) {
            assertThat(half.resolve("designs").resolve(file))
                    .hasSameTextualContentAs(run.resolve("designs").resolve(file));
        }
    }

    @Test
    void theReportNeedsNoOtherFileAndShowsAll() throws IOException {
        String html = Files.readString(run.resolve("designs/report.html"));
        assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "url(", "@import");
        assertThat(html)
                .contains(
                        "Fitness against diversity",
                        "Scores of data and designs",
                        "What stands where",
                        "How far the predictors can be trusted",
                        "The best designs",
                        "<mark>",
                        "greedy evolution");
        for (String picture : List.of("interaction", "scores", "logos", "predictors")) {
            assertThat(run.resolve("designs/pictures/" + picture + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void anyListIsEvaluatedAndAnyNetworkScores() {
        Path list = run.resolve("designs/seed-0.csv");
        Path network = run.resolve("parts/predictor-0.safetensors");
        JsonNode evaluated = bench.em("evaluate", list, "--data", measured, "--oracle", network, "--json")
                .done()
                .json();
        assertThat(evaluated.path("designs").asInt())
                .isEqualTo(Sequences.read(list, SequenceFormat.unscored("ACGT")).size());
        assertThat(evaluated.path("novelty").asDouble())
                .isEqualTo(median(requireNonNull(
                        Sequences.columns(list, List.of("distance")).get("distance"))));
        Path scores = bench.path("scores.csv");
        JsonNode scored = bench.em("fitness", "--oracle", network, "--data", list, "--out", scores, "--json")
                .done()
                .json();
        assertThat(scored.path("medianScore").asDouble())
                .isCloseTo(evaluated.path("fitness").asDouble(), within(1e-9));
        assertThat(Sequences.columns(scores, List.of("score")).get("score"))
                .hasSize(evaluated.path("designs").asInt());
        String printed = bench.em("fitness", "--oracle", network, "--data", list, "--range", "0,2")
                .done()
                .out();
        assertThat(printed).startsWith("sequence,score,fitness\n");
    }

    @Test
    void aDryRunTrainsNothing() {
        Path none = bench.path("none");
        Ended dry = bench.em("design", recipe, "--data", measured, "--run", none, "--dry-run")
                .done();
        assertThat(dry.out()).contains("kind: sequences", "parameters");
        assertThat(none).doesNotExist();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** V(z | score): the potential of the latent vectors learns the measured score as a condition. */
    @Test
    void thePotentialMayBeConditionedOnTheScore() {
        Path conditional = bench.path("conditional");
        bench.em(
                        "design",
                        recipe,
                        "--data",
                        measured,
                        "--run",
                        conditional,
                        "data.condition=[score]",
                        "design.givenScore=1.2",
                        "design.seeds=1")
                .done();
        bench.em("sample", conditional, "-n", 5, "--given", "score=1", "--out", bench.path("z.csv"))
                .done();
        bench.refused(USAGE, List.of("'label'", "score"), "sample", conditional, "--given", "label=1", "--out", "-");
        bench.refused(
                USAGE,
                List.of("data.condition", "[score]"),
                "design",
                recipe,
                "--data",
                measured,
                "data.condition=[x]");
    }
}
