package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of mistake is told with its place and a remedy. */
class ConfigErrorsTest {

    private static final String ONE_PHASE = "phases: [{name: only, steps: 10}]\n";

    @TempDir
    private Path folder = Path.of("");

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
            contrast: {rows: -1}               | contrast.rows is -1 | at least 0 | line 2
            contrast: {rows: 129}              | contrast.rows is 129 but batchSize is 128 | part of a mini-batch | contrast.rows smaller
            design: {gather: 0.001}            | design.gather is 0.001 but design.step is 0.01 | a step apart | design.gather larger
            design: {spread: -1}               | design.spread is -1 | at least 0 | line 2
            density: {chains: {weight: -1}}    | density.chains.weight is -1 | at least 0 | line 2
            density: {chains: {steps: 0}}      | density.chains.steps is 0 | at least 1 | line 2
            density: {chains: {step: 0}}       | density.chains.step is 0 | above 0 | line 2
            density: {chains: {kep: 9}}        | no key 'density.chains.kep' | line 2 | Did you mean 'density.chains.kept'
            density: {chains: {moving: 2049}}  | density.chains.moving is 2049 but density.chains.kept is 2048 | No more chains | keep more
            density: {chains: {kept: 255}}     | density.chains.moving is 256 but density.chains.kept is 255 | No more chains | keep more
            density: {chains: {lifetime: 0.2}} | density.chains.lifetime is 0.2 but 20 steps of 0.01 | live longer | density.chains.lifetime longer
            data: {holdout: 1}                 | data.holdout is 1 | in [0, 1) | line 2
            data: {holdout: -0.1}              | data.holdout is -0.1 | in [0, 1) | line 2
            data: {standardize: 1}             | data.standardize is 1 | True or false | line 2
            data: {kind: moons}                | data.kind is moons | two-moons | two-moons
            data: {kind: table}                | data.path is empty | CSV | data.path=FILE.csv
            data: {path: a.csv}                | neither table nor images | tables only | data.kind=table
            data: {columns: a}                 | data.columns is a | list of texts | line 2
            data: {kind: table, path: a, columns: [x, y], ignore: [y]} | both given | Either | Remove
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
            3                                              | The configuration is 3
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

    private RunConfig load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        return RunConfig.load(file.toString(), List.of());
    }
}
