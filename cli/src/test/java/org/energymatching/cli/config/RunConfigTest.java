package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.energymatching.cli.config.RunConfig.Activation;
import org.energymatching.cli.config.RunConfig.Contrast;
import org.energymatching.cli.config.RunConfig.CouplingKind;
import org.energymatching.cli.config.RunConfig.Data;
import org.energymatching.cli.config.RunConfig.DataKind;
import org.energymatching.cli.config.RunConfig.DataTemperature;
import org.energymatching.cli.config.RunConfig.Decay;
import org.energymatching.cli.config.RunConfig.KernelKind;
import org.energymatching.cli.config.RunConfig.Network;
import org.energymatching.cli.config.RunConfig.Optimizer;
import org.energymatching.cli.config.RunConfig.Phase;
import org.energymatching.cli.config.RunConfig.Run;
import org.energymatching.cli.config.RunConfig.Sampling;
import org.energymatching.cli.config.RunConfig.Source;
import org.energymatching.cli.config.RunConfig.Temperature;
import org.energymatching.cli.config.RunConfig.Transport;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigTest {

    private static final String ONE_PHASE = "phases: [{name: only, steps: 10}]\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyDefaultIsThePapers() {
        assertThat(RunConfig.defaults())
                .isEqualTo(new RunConfig(
                        "run",
                        0,
                        new Data(DataKind.TWO_MOONS, null, List.of(), List.of(), 0.1, true),
                        Source.STANDARD_NORMAL,
                        new Network(List.of(256, 256, 256, 256), Activation.SILU, Activation.RELU),
                        new Transport(CouplingKind.EXACT, 0.05, 0.1),
                        new Optimizer(1e-4, 0.9, 0.999, 0, Decay.CONSTANT, 0),
                        new Temperature(0.8, 0.15),
                        new Contrast(2, 0, 0, 200, 0.01, 0.5, DataTemperature.CONSTANT, 0.8),
                        128,
                        64,
                        List.of(),
                        new Sampling(KernelKind.EULER_MARUYAMA, 2.0, 0.01),
                        new Run(60, 100, 0)));
    }

    @Test
    void aPhaseHasDefaultsOfItsOwn() throws IOException {
        assertThat(load(ONE_PHASE).phases()).containsExactly(new Phase("only", 10, false, 1.0, 0, null));
    }

    @Test
    void theToyIsThePapersExperiment() {
        RunConfig toy = RunConfig.load("toy2d", List.of());
        RunConfig plain = RunConfig.defaults();
        assertThat(toy.source()).isEqualTo(Source.EIGHT_GAUSSIANS);
        assertThat(toy.phases())
                .containsExactly(
                        new Phase("warm-up", 20_000, false, 1.0, 0, null),
                        new Phase("joint", 2_000, true, 0.8, 0, null));
        assertThat(toy.differences(plain).stream().map(Difference::key))
                .allMatch(key -> key.equals("name") || key.equals("source") || key.startsWith("phases"));
    }

    @Test
    void everyRecipeLoadsAndTellsWhatItIs() {
        for (String name : Recipe.names()) {
            List<String> overrides = name.equals("table") ? List.of("data.path=rows.csv") : List.of();
            assertThat(RunConfig.load(name, overrides).name()).isEqualTo(name);
            assertThat(Recipe.named(name).description()).isNotBlank();
            assertThat(Recipe.named(name).expected()).isNotBlank();
        }
    }

    @Test
    void theRecipesListedAreThoseInTheFolder() throws IOException {
        try (var files = Files.list(Path.of("..", "recipes"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(Recipe.names());
        }
    }

    @Test
    void overridesComeLast() {
        RunConfig config = RunConfig.load(
                "toy2d",
                List.of(
                        "optimizer.learningRate=3e-4",
                        "phases.joint.steps=100",
                        "phases.joint.learningRate=1e-5",
                        "network.widths=[64, 64]",
                        "data.kind=table",
                        "data.path=my rows.csv",
                        "data.columns=[a, b]",
                        "optimizer={beta1: 0.5}",
                        "seed=-9223372036854775808",
                        "batchSize=256",
                        "batchSize=512"));
        assertThat(config.optimizer().learningRate()).isEqualTo(3e-4);
        assertThat(config.optimizer().beta1()).isEqualTo(0.5);
        assertThat(config.phases().get(0).steps()).isEqualTo(20_000);
        assertThat(config.phases().get(1)).isEqualTo(new Phase("joint", 100, true, 0.8, 0, 1e-5));
        assertThat(config.network().widths()).containsExactly(64, 64);
        assertThat(config.data().path()).isEqualTo("my rows.csv");
        assertThat(config.data().columns()).containsExactly("a", "b");
        assertThat(config.seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(config.batchSize()).isEqualTo(512);
    }

    @Test
    void anEmptyValueResetsWhatMayBeEmpty() {
        assertThat(RunConfig.load("demo", List.of("data.path=")).data().path()).isNull();
        assertThat(RunConfig.load("table", List.of("data.path=x.csv", "phases.joint.learningRate=null"))
                        .phases()
                        .get(1)
                        .learningRate())
                .isNull();
    }

    @Test
    void aGroupWithNothingBelowItKeepsItsDefaults() throws IOException {
        assertThat(load("optimizer:\n# learningRate: 1\n" + ONE_PHASE).optimizer())
                .isEqualTo(RunConfig.defaults().optimizer());
    }

    @Test
    void yamlIsReadBackEqual() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> names =
                List.of("null", "true", "1e-4", "12", "~", "no", "a: b", "# x", "ä\"\\\n\t", "- a", "*a", "", " ");
        for (int i = 0; i < 50; i++) {
            RunConfig toy = RunConfig.load("toy2d", List.of());
            RunConfig config = new RunConfig(
                    "r" + random.nextInt(100),
                    random.nextLong(),
                    new Data(
                            DataKind.TABLE,
                            "p" + names.get(random.nextInt(names.size())),
                            List.of(names.get(random.nextInt(names.size()))),
                            List.of(),
                            random.nextDouble(),
                            random.nextBoolean()),
                    random.nextBoolean() ? Source.TWO_MOONS : Source.STANDARD_NORMAL,
                    new Network(List.of(1 + random.nextInt(9), 7), Activation.RELU, Activation.SILU),
                    new Transport(
                            CouplingKind.SINKHORN, 1e-300 + random.nextDouble(), Math.exp(50 * random.nextGaussian())),
                    toy.optimizer(),
                    toy.temperature(),
                    toy.contrast(),
                    2 + random.nextInt(Integer.MAX_VALUE - 2),
                    toy.shardRows(),
                    List.of(new Phase("a-b", 1, true, random.nextDouble(), 0, 1 + random.nextDouble())),
                    toy.sampling(),
                    toy.run());
            assertThat(load(config.toYaml())).as("seed %d", seed).isEqualTo(config);
            assertThat(load(config.toJson())).as("seed %d", seed).isEqualTo(config);
        }
    }

    @Test
    void jsonIsCanonical() throws IOException {
        String json = load("seed: 3\n" + ONE_PHASE).toJson();
        assertThat(json).startsWith("{\"name\":\"run\",\"seed\":3,\"data\":{\"kind\":\"two-moons\",\"path\":null,");
        assertThat(load(ONE_PHASE + "seed: 3").toJson()).isEqualTo(json);
    }

    @Test
    void differencesNameWhatChangesTheResult() {
        RunConfig here = RunConfig.load("toy2d", List.of());
        RunConfig there = RunConfig.load(
                "toy2d",
                List.of("optimizer.learningRate=3e-4", "phases.joint.steps=7", "run.threads=1", "network.widths=[8]"));
        assertThat(here.differences(here)).isEmpty();
        assertThat(here.differences(there))
                .containsExactly(
                        new Difference("network.widths", "[256, 256, 256, 256]", "[8]"),
                        new Difference("optimizer.learningRate", "1e-4", "3e-4"),
                        new Difference("phases.joint.steps", "2000", "7"));
    }

    @Test
    void differencesSeeTheOrderOfThePhases() throws IOException {
        RunConfig here = load("phases: [{name: a, steps: 1}, {name: b, steps: 1}]");
        RunConfig there = load("phases: [{name: b, steps: 1}, {name: a, steps: 1}]");
        assertThat(here.differences(there)).containsExactly(new Difference("phases", "[a, b]", "[b, a]"));
        assertThat(here.differences(load("phases: [{name: a, steps: 1}]")))
                .contains(new Difference("phases", "[a, b]", "[a]"), new Difference("phases.b.steps", "1", "(none)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            batchsize: 3                       | no key 'batchsize' | line 2 | Did you mean 'batchSize'
            optimizer: {learningRat: 3}        | no key 'optimizer.learningRat' | line 2 | Did you mean 'optimizer.learningRate'
            learningRate: 3                    | no key 'learningRate' | line 2 | Did you mean 'optimizer.learningRate'
            zzzzzzzzzzzz: 3                    | no key 'zzzzzzzzzzzz' | known one | em config explain
            batchSize: 1                       | batchSize is 1 | at least 2 | line 2
            batchSize: many                    | batchSize is many | whole number | em config explain batchSize
            batchSize: 1.5                     | batchSize is 1.5 | whole number | line 2
            batchSize: "3"                     | batchSize is | whole number | line 2
            batchSize: 3000000000              | batchSize is 3000000000 | whole number | line 2
            batchSize:                         | batchSize has no value | whole number | line 2
            seed: 9223372036854775808          | seed is 9223372036854775808 | whole number | line 2
            name: 2024                         | name is 2024 | A text | "2024"
            name: ../up                        | name is '../up' | folder | another name
            optimizer: fast                    | optimizer is fast | group of keys | line 2
            optimizer: {learningRate: 0}       | optimizer.learningRate is 0 | above 0 | line 2
            optimizer: {learningRate: .inf}    | optimizer.learningRate is | A number above 0 | line 2
            optimizer: {learningRate: .nan}    | optimizer.learningRate is | A number above 0 | line 2
            optimizer: {beta1: 1}              | optimizer.beta1 is 1 | in [0, 1) | line 2
            optimizer: {warmupSteps: -1}       | optimizer.warmupSteps is -1 | at least 0 | line 2
            optimizer: {decay: cosin}          | optimizer.decay is cosin | One of constant, cosine | Did you mean 'cosine'
            optimizer: {decay: [cosine]}       | optimizer.decay is [cosine] | One of constant, cosine | line 2
            temperature: {tauStar: 0}          | temperature.tauStar is 0 | in (0, 1] | line 2
            temperature: {tauStar: 1.1}        | temperature.tauStar is 1.1 | in (0, 1] | line 2
            contrast: {trim: 1}                | contrast.trim is 1 | in [0, 1) | line 2
            contrast: {stepSize: 0}            | contrast.stepSize is 0 | above 0 | line 2
            contrast: {dataShare: 1.1}         | contrast.dataShare is 1.1 | in [0, 1] | line 2
            data: {holdout: 1}                 | data.holdout is 1 | in [0, 1) | line 2
            data: {holdout: -0.1}              | data.holdout is -0.1 | in [0, 1) | line 2
            data: {standardize: 1}             | data.standardize is 1 | True or false | line 2
            data: {kind: moons}                | data.kind is moons | two-moons | two-moons
            data: {kind: table}                | data.path is empty | CSV | data.path=FILE.csv
            data: {path: a.csv}                | not table | tables only | data.kind=table
            data: {columns: a}                 | data.columns is a | list of texts | line 2
            data: {kind: table, path: a, columns: [x, y], ignore: [y]} | both name y | either | Remove
            network: {widths: []}              | network.widths is empty | one hidden layer | widths=
            network: {widths: [8, 0]}          | network.widths is [8, 0] | each at least 1 | line 2
            network: {widths: [8, a]}          | network.widths is [8, a] | list of whole numbers | line 2
            sampling: {time: 0}                | sampling.time is 0 | above 0 | line 2
            sampling: {step: 3}                | sampling.step is larger | whole step | smaller
            run: {threads: -1}                 | run.threads is -1 | at least 0 | line 2
            seed: [1                           | cannot be read as YAML | Plain YAML | em config show
            seed: &a 1                         | cannot be read as YAML | Plain YAML | line
            seed: !!int 1                      | has a tag | Plain YAML | line 2
            seed: *a                           | cannot be read as YAML | no aliases | line 2
            - 1                                | cannot be read as YAML | Plain YAML | line 2
            --- 1                              | a second document | one document | line
            """)
    void whatIsWrongIsSaidWithItsPlaceAndARemedy(String line, String first, String second, String third) {
        UsageException thrown = catchThrowableOfType(
                UsageException.class, () -> load(ONE_PHASE + line.replace("&a 1", "&a 1\nname: *a")));
        assertThat(thrown).isNotNull();
        assertThat(thrown.getMessage()).contains(first, second, third);
        assertThat(thrown.happened()).endsWith(".").contains("my.yaml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            seed: 1                                        | no phases
            phases: []                                     | no phases
            phases: 3                                      | phases is 3
            phases: [3]                                    | phases[0] is 3
            phases: [{steps: 3}]                           | phases[0] has no name
            phases: [{name: a}]                            | phases[0] has no steps
            phases: [{name: a, steps: -3}]                 | phases[0].steps is -3
            phases: [{name: a, steps: 3, step: 4}]         | no key 'phases[0].step'
            phases: [{name: a.b, steps: 3}]                | called 'a.b'
            phases: [{name: a, steps: 3}, {name: a, steps: 3}] | Two phases are called 'a'
            phases: [{name: a, steps: 3, flowCutoff: 2}]   | phases[0].flowCutoff is 2
            phases: [{name: a, steps: 3, emaDecay: 1}]     | phases[0].emaDecay is 1
            phases: [{name: a, steps: 3, learningRate: 0}] | phases[0].learningRate is 0
            seed: {a: 1}                                   | seed has keys below it
            3                                              | The whole is 3
            """)
    void phasesAreCheckedToo(String yaml, String happened) {
        assertThatThrownBy(() -> load(yaml))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(happened)
                .hasMessageContaining("my.yaml");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> load(ONE_PHASE + "seed: 1\nseed: 2\n"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("seed")
                .hasMessageContaining("line 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            seed                     | is not an override | key=value
            =3                       | is not an override | key=value
            optimizer.learningRat=3  | no key 'optimizer.learningRat' | Did you mean 'optimizer.learningRate'
            contrast.clap=2          | no key 'contrast.clap' | Did you mean 'contrast.clamp'
            optimizer.=3             | no key 'optimizer.' | em config explain
            phases.join.steps=3      | 'phases.join' names no phase | Did you mean 'phases.joint'
            phases.steps=3           | 'phases.steps' names no phase | phases.warm-up, phases.joint
            phases.joint.stepps=3    | no key 'phases.joint.stepps' | Did you mean 'phases.joint.steps'
            phases.joint.a.steps=3   | no key 'phases.joint.a.steps' | Did you mean 'phases.joint.steps'
            batchSize=1              | batchSize is 1 | at least 2
            batchSize=               | batchSize has no value | whole number
            seed=[1                  | cannot be read as YAML | Plain YAML
            """)
    void overridesAreCheckedLikeFiles(String override, String happened, String more) {
        assertThatThrownBy(() -> RunConfig.load("toy2d", List.of(override)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(happened)
                .hasMessageContaining(more);
    }

    @Test
    void aMissingFileOrRecipeNamesTheNearest() throws IOException {
        Files.writeString(folder.resolve("moons.yaml"), ONE_PHASE);
        assertThatThrownBy(() -> RunConfig.load(folder.resolve("mons.yaml").toString(), List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Did you mean '" + folder.resolve("moons.yaml"));
        assertThatThrownBy(() -> RunConfig.load(folder.resolve("other.yaml").toString(), List.of()))
                .hasMessageContaining("YAML files there: moons.yaml");
        assertThatThrownBy(() -> RunConfig.load(folder.resolve("no/x.yaml").toString(), List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("There is no folder");
        assertThatThrownBy(() -> RunConfig.load("toy2", List.of())).hasMessageContaining("Did you mean 'toy2d'");
        assertThatThrownBy(() -> RunConfig.load(folder + "/", List.of())).isInstanceOf(UsageException.class);
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, 0, (byte) 0xc3});
        assertThatThrownBy(() -> RunConfig.load(file.toString(), List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void everyKeyIsExplained() {
        for (Explanation key : RunConfig.explain("").leaves()) {
            assertThat(RunConfig.explain(key.key())).isEqualTo(key);
            assertThat(key.doc()).as(key.key()).endsWith(".");
            assertThat(key.toString()).contains(key.key(), key.doc(), "type", "default");
            assertThat(key.standard() != null || key.nullable() || key.key().matches("phases\\.NAME\\.(name|steps)"))
                    .as("%s has a default", key.key())
                    .isTrue();
        }
        assertThat(RunConfig.explain("").leaves()).hasSize(45);
    }

    @Test
    void groupsAndPhasesAreExplained() {
        assertThat(RunConfig.explain("contrast").toString()).contains("contrast.lambda", "contrast.tauStar");
        assertThat(RunConfig.explain("contrast.lambda").toString()).contains("λ", "at least 0", "2");
        assertThat(RunConfig.explain("phases.joint.steps")).isEqualTo(RunConfig.explain("phases.steps"));
        assertThat(RunConfig.explain("data.kind").expected()).isEqualTo("one of two-moons, eight-gaussians, table");
        assertThatThrownBy(() -> RunConfig.explain("contrast.lamda"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Did you mean 'contrast.lambda'");
    }

    private RunConfig load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        return RunConfig.load(file.toString(), List.of());
    }
}
