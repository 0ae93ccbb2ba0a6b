package org.energymatching.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.testing.Workbench;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Kernels, diagnostics and {@code --time auto} from the command line, on a run that was hardly trained. */
class KernelsTest {

    private static final int USAGE = 2;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path run;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        run = bench.path("moons");
        bench.em("train", bench.toy(), "--run", run, "phases.warm-up.steps=4").done();
    }

    private static Samples sample(String kernel, Object... more) {
        Path out = bench.path("made.csv");
        Object[] words = {"sample", run, "-n", 20, "--out", out, "--kernel", kernel};
        Object[] all = Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray();
        bench.em(all).done();
        return Workbench.rows(out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "euler-maruyama",
                "heun",
                "gradient-flow",
                "gradient-flow:scheme=heun",
                "gradient-flow:scheme=rk45,tolerance=1e-3",
                "mala",
                "mala:warmupSteps=5",
                "hmc:leapfrogSteps=3",
                "implicit-euler-maruyama:tolerance=1e-4",
                "nuts:maxDepth=3",
                "parallel-tempering:levels=3,hottest=4,swapEvery=2",
                "parallel-tempering:inner.hmc.leapfrogSteps=2"
            })
    void everyKernelDrawsSamples(String kernel) {
        Samples made = sample(kernel);
        assertThat(made.rows()).isEqualTo(20);
        assertThat(sample(kernel).values()).as("again").isEqualTo(made.values());
        if (!kernel.equals("euler-maruyama")) {
            assertThat(made.values()).isNotEqualTo(sample("euler-maruyama").values());
        }
    }

    @Test
    void theRecipesKernelIsTakenWhereNoneIsNamed() {
        Path out = bench.path("plain.csv");
        JsonNode json =
                bench.em("sample", run, "-n", 20, "--out", out, "--json").json();
        assertThat(json.path("kernel").asString()).isEqualTo("euler-maruyama");
        assertThat(json.has("diagnostics")).isFalse();
        assertThat(Workbench.rows(out).values())
                .isEqualTo(sample("euler-maruyama").values());
    }

    /** Before noise sets in all schemes follow one flow. */
    @Test
    void rk45FollowsTheFlow() {
        Samples exact = sample("rk45:tolerance=1e-6", "--time", 0.5);
        Samples euler = sample("euler-maruyama", "--time", 0.5, "--step", 0.001);
        for (int i = 0; i < exact.values().length; i++) {
            assertThat(euler.values()[i]).isCloseTo(exact.values()[i], within(0.02f));
        }
    }

    @Test
    void metropolisKernelsTellHowTheyMix() throws Exception {
        Path out = bench.path("told.csv");
        String text = bench.em("sample", run, "-n", 30, "--time", 3, "--kernel", "mala", "--out", out)
                .done()
                .out();
        assertThat(text)
                .contains(
                        "30 chains by mala",
                        "energy",
                        "R-hat",
                        "effective samples",
                        "acceptance",
                        "told.diagnostics.json")
                .contains("x1", "x2");
        JsonNode written = new JsonMapper().readTree(Files.readString(bench.path("told.diagnostics.json")));
        assertThat(written.path("kernel").asString()).isEqualTo("mala");
        JsonNode diagnostics = written.path("diagnostics");
        assertThat(diagnostics.path("each").size()).isEqualTo(30);
        assertThat(diagnostics.path("acceptance").asDouble()).isBetween(0.0, 1.0);
        assertThat(diagnostics.path("equilibrium").asDouble()).isBetween(1.0, 1.2);
        assertThat(diagnostics.path("trace").path("times").size()).isEqualTo(30);
        assertThat(Files.readAllBytes(bench.path("told.energy.png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void anyKernelIsWatchedOnDemand() {
        Path out = bench.path("watched.png");
        JsonNode json = bench.em("sample", run, "-n", 30, "--diagnostics", "--out", out, "--json")
                .json();
        assertThat(json.path("diagnostics").asString()).endsWith("watched.diagnostics.json");
        assertThat(out).exists();
        assertThat(bench.path("watched.energy.png")).exists();
    }

    @Test
    void chainsMayEndWhereTheirEnergyRests() {
        Path out = bench.path("rested.csv");
        Object[] command = {"sample", run, "-n", 40, "--time", "auto", "--out", out, "--json"};
        JsonNode json = bench.em(command).json();
        assertThat(json.path("ending").asString()).isIn("plateau", "uncertified", "time");
        assertThat(json.path("time").asDouble()).isBetween(1.0, 10.0);
        float[] once = Workbench.rows(out).values();
        assertThat(bench.em(command).json().path("time").asDouble())
                .isEqualTo(json.path("time").asDouble());
        assertThat(Workbench.rows(out).values()).isEqualTo(once);
    }

    @Test
    void evaluationTakesAnyKernel() {
        JsonNode json = bench.em("evaluate", run, "-n", 30, "--times", "0.4,0.6", "--kernel", "rk45", "--json")
                .json();
        assertThat(json.path("kernel").asString()).isEqualTo("rk45");
        assertThat(json.path("step").asDouble())
                .as("the longest that lands on both")
                .isCloseTo(0.2, within(1e-9));
        assertThat(json.path("evaluation").path("times").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kernel mela                     | 'mala'",
                "--kernel mala:warmupStep=3        | 'sampling.kernel.mala.warmupSteps'",
                "--kernel mala:levels=3            | no key 'sampling.kernel.mala.levels'",
                "--kernel heun:tolerance=1e-3      | no key 'sampling.kernel.heun.tolerance'",
                "--kernel hmc:leapfrogSteps=0      | leapfrogSteps is 0",
                "--kernel mala:                    | key=value",
                "--kernel rk45                     | --kernel gradient-flow:scheme=rk45",
                "--kernel rk45 --time auto         | up to t = 10",
                "--time soon                       | 'auto'",
                "--time auto -n 3                  | 16 chains"
            })
    void whatMakesNoSenseIsRefused(String words, String told) {
        Object[] command = Stream.concat(Stream.of("sample", run), Arrays.stream(words.split(" ")))
                .toArray();
        bench.refused(USAGE, List.of(told), command);
    }

    @Test
    void recipesNameKernelsToo() {
        RunConfig config = RunConfig.load(
                bench.toy().toString(), List.of("sampling.kernel=hmc", "sampling.kernel.hmc.leapfrogSteps=4"));
        assertThat(config.sampling().kernel().kernel())
                .hasToString(
                        "HamiltonianMonteCarlo[leapfrogSteps=4, jitter=0.2, adaptation=StepAdaptation[warmupSteps=0, acceptance=0.651]]");
        bench.refused(
                USAGE,
                List.of("sampling.kernel is rk45"),
                "train",
                bench.toy(),
                "--run",
                bench.path("cold"),
                "sampling.kernel=rk45");
    }
}
