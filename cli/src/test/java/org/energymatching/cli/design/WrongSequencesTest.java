package org.energymatching.cli.design;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.cli.testing.Shared;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.sequence.Sequences;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is said of files and requests that designing cannot work with; and released files, which it can. */
class WrongSequencesTest {

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ACGT,1;ACXT,2 | line 3 has 'X' as letter 3",
                "ACGT,1;ACG,2 | line 3 has a sequence of 3 letters",
                "ACGT,1;ACCT, | line 3, column 'score' is empty",
                "ACGT,1;ACCT,1 | the same score, 1.0",
                "ACGT,1;ACGT,2 | repeats the sequence of line 2",
                "ACGT,1;ACCT,2 | has 2 sequences, fewer than the 128 of a batch",
            })
    void wrongFilesAreNamedByLine(String rows, String expected) {
        Path file = bench.write("bad.csv", "sequence,score\n" + rows.replace(";", "\n") + "\n");
        bench.refused(
                3,
                List.of("bad.csv", expected),
                "design",
                "sequences",
                "--data",
                file,
                "--run",
                bench.path("run"),
                "data.sequences.alphabet=ACGT",
                "data.sequences.repeated=refuse");
    }

    @Test
    void wrongRequestsAreToldWithWhatWouldDo() {
        Path file = bench.write("good.csv", rows(200));
        bench.refused(2, List.of("is not one of sequences", "aav-medium"), "design", "table", "--data", file);
        bench.refused(2, List.of("data.path is empty", "--data"), "design", "sequences");
        bench.refused(
                2, List.of("is a folder", "good.csv", "data.sequences.file"), "design", "sequences", "--data", folder);
        bench.refused(
                3,
                List.of("god.csv does not exist", "good.csv"),
                "design",
                "sequences",
                "--data",
                bench.path("god.csv"));
        bench.refused(3, List.of("aav_medium.csv does not exist"), "design", "aav-medium", "--data", folder);
        bench.refused(
                2, List.of("each of them once"), "design", "sequences", "--data", file, "data.sequences.alphabet=AAC");
        bench.refused(2, List.of("design.keep is 600"), "design", "sequences", "--data", file, "design.keep=600");
        bench.refused(2, List.of("em design"), "train", "sequences", "--data", file);
        bench.refused(2, List.of("--data"), "evaluate", file);
        bench.refused(2, List.of("--range is [1.0]"), "evaluate", file, "--data", file, "--range", "1");
        bench.refused(2, List.of("no list of sequences"), "evaluate", folder, "--range", "0,1");
        bench.refused(
                2, List.of("network is mlp", "network=sequence"), "design", "sequences", "--data", file, "network=mlp");
    }

    @Test
    void theOracleScoresAsPublished() {
        Path oracle = Shared.file("data/proteins/oracle/oracle_aav.ckpt");
        Path published = Shared.file("data/proteins/oracle-scores/aav_medium_designs.csv");
        JsonNode json = bench.em("fitness", "--oracle", oracle, "--data", published, "--range", "0,19.5365", "--json")
                .done()
                .json();
        double[] expected = requireNonNull(
                Sequences.columns(published, List.of("oracle_score")).get("oracle_score"));
        assertThat(expected).hasSize(640);
        for (int i = 0; i < expected.length; i++) {
            assertThat(json.path("scores").get(i).asDouble()).isCloseTo(expected[i], within(1e-5));
        }
        JsonNode evaluated = bench.em(
                        "evaluate",
                        published,
                        "--data",
                        Shared.file("data/proteins/aav_medium.csv"),
                        "--oracle",
                        oracle,
                        "--range",
                        "0,19.5365",
                        "--json")
                .done()
                .json();
        assertThat(evaluated.path("fitness").asDouble()).isCloseTo(0.61674, within(1e-5));
        assertThat(evaluated.path("distinct").asInt()).isEqualTo(181);
    }

    @Test
    void filesThatDoNotBelongTogetherAreToldApart() {
        Path proteins =
                requireNonNull(Shared.file("data/proteins/aav_medium.csv").getParent());
        Path shorter = bench.write("short.csv", rows(200));
        bench.refused(
                3,
                List.of("vae_aav_medium.pt", "28"),
                "design",
                "sequences",
                "--data",
                shorter,
                "--run",
                bench.path("short"),
                "data.sequences.repeated=keep",
                "design.vae=" + proteins.resolve("vae/vae_aav_medium.pt"));
        assertThat(bench.path("short/parts"))
                .as("nothing is trained before a wrong file is told")
                .doesNotExist();
        bench.refused(
                3,
                List.of("no predictor"),
                "fitness",
                "--oracle",
                proteins.resolve("vae/vae_aav_medium.pt"),
                "--data",
                shorter);
        bench.refused(
                3,
                List.of("20 letters"),
                "fitness",
                "--oracle",
                proteins.resolve("oracle/oracle_aav.ckpt"),
                "--data",
                shorter,
                "--alphabet",
                "dna");
    }

    /** Sequences of eight letters, all different, that are DNA and proteins at once. */
    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.range(0, 8)
                                .mapToObj(place -> "ACGT".substring(i >> 2 * place & 3, (i >> 2 * place & 3) + 1))
                                .collect(Collectors.joining())
                        + "," + i)
                .collect(Collectors.joining("\n", "sequence,score\n", "\n"));
    }
}
