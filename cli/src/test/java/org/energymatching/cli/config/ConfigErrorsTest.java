package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
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
            design: {thinning: 0.001}            | design.thinning is 0.001 but design.step is 0.01 | a step apart | design.thinning larger
            design: {diversityWeight: -1}               | design.diversityWeight is -1 | at least 0 | line 2
            data: {holdout: 1}                 | data.holdout is 1 | in [0, 1) | line 2
            data: {holdout: -0.1}              | data.holdout is -0.1 | in [0, 1) | line 2
            data: {standardize: 1}             | data.standardize is 1 | True or false | line 2
            data: {kind: moons}                | data.kind is moons | two-moons | two-moons
            data: {kind: table}                | data.path is empty | CSV | data.path=FILE.csv
            data: {path: a.csv}                | neither table nor images | tables only | data.kind=table
            data: {columns: a}                 | data.columns is a | list of texts | line 2
            data: {kind: table, path: a, columns: [x, y], ignore: [y]} | both given | Either | Remove
            data: {kind: table, path: a, pivot: {id: home, value: kWh}} | data.pivot.time is empty | column of times | data.pivot.time=[COLUMN]
            data: {kind: table, path: a, splitBy: id} | data.splitBy is id | known by their homes | at row
            data: {pivot: {time: [t], wide: h.*}} | data.kind is two-moons | tables | data.kind=table
            data: {kind: table, path: a, pivot: {time: [t], id: h}} | neither the columns | data.pivot.wide | id and value
            data: {kind: table, path: a, pivot: {time: [t], id: h, value: v, wide: h.*}} | some of both | data.pivot.wide | wide alone
            data: {kind: table, path: a, columns: [v], pivot: {time: [t], id: h, value: v}} | columns, ignore | small gaps | Remove
            data: {kind: table, path: a, types: {a: id}, typed: true, pivot: {time: [t], id: h, value: v}} | data.types | all of them numbers | Remove
            data: {kind: table, path: a, skip: 1, pivot: {time: [t], id: h, value: v}} | skip or comment | begins with its header | Remove
            data: {kind: table, path: a, condition: [h], pivot: {time: [t], id: h, value: v}} | data.condition is [h] | first day | [month, weekday]
            data: {kind: table, path: a, pivot: {time: [t], id: h, value: v, every: 7m}} | data.pivot.every is '7m' | is a day | 30m
            data: {kind: table, path: a, pivot: {time: [t], id: h, value: v, every: hourly}} | data.pivot.every is 'hourly' | is a day | 30m
            data: {kind: table, path: a, pivot: {time: [t], id: h, value: v, row: month}} | data.pivot.row is month | not learnt yet | row=week
            network: {mlp: {widths: [8, 0]}}   | network.mlp.widths is [8, 0] | each at least 1 | line 2
            network: {mlp: {widths: [8, a]}}   | network.mlp.widths is [8, a] | list of whole numbers | line 2
            network: {mlp: {width: [8]}}       | no key 'network.mlp.width' | line 2 | Did you mean 'network.mlp.widths'
            network: perceptron                | network is perceptron | One of mlp, image, sequence | line 2
            network: imag                      | network is imag | One of mlp, image, sequence | Did you mean 'image'
            network: 3                         | network is 3 | mlp, image, sequence | line 2
            network: {}                        | network | mlp, image, sequence | line 2
            network: {mlp: , image: }          | network is both mlp and image | One of | Remove
            network: {mlp: 3}                  | network.mlp is 3 | group of keys | line 2
            source: {eight-gaussians: {x: 1}}  | no key 'source.eight-gaussians.x' | known one | line 2
            sampling: {kernel: {hmc: {leapfrogSteps: 0}}} | sampling.kernel.hmc.leapfrogSteps is 0 | at least 1 | line 2
            sampling: {kernel: {parallel-tempering: {inner: rk45}}} | sampling.kernel.parallel-tempering.inner is rk45 | mala, hmc | line 2
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
            phases: [{name: a, steps: 3, loss: [{flow-matching: {timeCutoff: 2}}]}] | phases[0].loss[0].flow-matching.timeCutoff is 2
            phases: [{name: a, steps: 3, loss: []}]        | phases.a.loss has no loss
            phases: [{name: a, steps: 3, loss: }]          | phases[0].loss has no value
            phases: [{name: a, steps: 3, loss: 3}]         | phases[0].loss is 3
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

    /** Each of these is one loss of the only phase. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {contrastive-divergence: {trimFraction: 1}} | contrastive-divergence.trimFraction is 1 | in [0, 1) | line 1
            {contrastive-divergence: {negatives: {step: 0}}} | contrastive-divergence.negatives.step is 0 | above 0 | line 1
            {contrastive-divergence: {negatives: {dataFraction: 1.1}}} | contrastive-divergence.negatives.dataFraction is 1.1 | in [0, 1] | line 1
            {contrastive-divergence: {rows: -1}} | contrastive-divergence.rows is -1 | at least 0 | line 1
            {contrastive-divergence: {rows: 129}} | contrastive-divergence.rows is 129 but batchSize is 128 | part of a mini-batch | rows smaller
            {persistent-contrastive-divergence: {weight: -1}} | persistent-contrastive-divergence.weight is -1 | at least 0 | line 1
            {persistent-contrastive-divergence: {steps: 0}} | persistent-contrastive-divergence.steps is 0 | at least 1 | line 1
            {persistent-contrastive-divergence: {step: 0}} | persistent-contrastive-divergence.step is 0 | above 0 | line 1
            {persistent-contrastive-divergence: {chans: 9}} | no key 'phases[0].loss[0].persistent-contrastive-divergence.chans' | line 1 | persistent-contrastive-divergence.chains'
            {persistent-contrastive-divergence: {moving: 2049}} | moving is 2049 but chains is 2048 | No more chains | chains larger
            {persistent-contrastive-divergence: {chains: 255}} | moving is 256 but chains is 255 | No more chains | chains larger
            {persistent-contrastive-divergence: {lifetime: 0.2}} | lifetime is 0.2 but 20 steps of 0.01 | live longer | lifetime longer
            flow-maching | phases[0].loss[0] is flow-maching | flow-matching, contrastive-divergence | Did you mean 'flow-matching'
            flow-matching, stationarity, flow-matching | phases[0].loss[2] is flow-matching again | once | Remove
            {flow-matching: , stationarity: } | phases[0].loss[0] is both flow-matching and stationarity | One of | Remove
            {flow-matching: {weight: 0}} | phases.only.loss has no loss with a weight above zero | At least one loss | phases.only.loss=[flow-matching]
            {flow-matching: {coupling: {sinkhorn: {regularization: 0}}}} | flow-matching.coupling.sinkhorn.regularization is 0 | above 0 | line 1
            {flow-matching: {coupling: {exact: {regularization: 1}}}} | no key 'phases[0].loss[0].flow-matching.coupling.exact.regularization' | known one | line 1
            3 | phases[0].loss[0] is 3 | flow-matching, contrastive-divergence | line 1
            """)
    void lossesAreCheckedToo(String losses, String first, String second, String third) {
        UsageException thrown = catchThrowableOfType(
                UsageException.class, () -> load("phases: [{name: only, steps: 10, loss: [" + losses + "]}]\n"));
        assertThat(thrown).isNotNull();
        assertThat(thrown.getMessage()).contains(first, second, third);
        assertThat(thrown.happened()).endsWith(".").contains("my.yaml");
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
            phases.joint.loss.contrastive-divergence.wieght=2 | no key 'phases.joint.loss.contrastive-divergence.wieght' | Did you mean 'phases.joint.loss.contrastive-divergence.weight'
            optimizer.=3             | no key 'optimizer.' | em config explain
            phases.join.steps=3      | 'phases.join' names no phase | Did you mean 'phases.joint'
            phases.steps=3           | 'phases.steps' names no phase | phases.warm-up, phases.joint
            phases.joint.stepps=3    | no key 'phases.joint.stepps' | Did you mean 'phases.joint.steps'
            phases.joint.a.steps=3   | no key 'phases.joint.a.steps' | Did you mean 'phases.joint.steps'
            phases.join.loss.flow-matching.sigma=3 | 'phases.join' names no phase | Did you mean 'phases.joint'
            phases.joint.loss.flow-maching.sigma=3 | no key 'phases.joint.loss.flow-maching.sigma' | Did you mean 'phases.joint.loss.flow-matching.sigma'
            phases.*.loss.flow-matching.sigm=3 | no key 'phases.*.loss.flow-matching.sigm' | Did you mean 'phases.*.loss.flow-matching.sigma'
            phases.*.loss.stationarity.weight=3 | No phase has the loss stationarity | phases.joint.loss.stationarity.weight
            phases.*.loss.flow-matching.weight=0 | phases.warm-up.loss has no loss with a weight above zero | At least one loss
            phases.joint.loss=[flow-matching, flow-matching] | phases.joint.loss[1] is flow-matching again | once
            sampling.kernel.hcm.leapfrogSteps=3 | no key 'sampling.kernel.hcm.leapfrogSteps' | Did you mean 'sampling.kernel.hmc.leapfrogSteps'
            sampling.kernel.mala.leapfrogSteps=3 | no key 'sampling.kernel.mala.leapfrogSteps' | sampling.kernel.hmc.leapfrogSteps
            sampling.kernel=hcm      | sampling.kernel is hcm | Did you mean 'hmc'
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
    void aNetworkWithoutHiddenLayersIsRefusedWhereItIsBuilt() throws IOException {
        RunConfig config = load(ONE_PHASE + "network: {mlp: {widths: []}}\n");
        assertThatThrownBy(() -> config.network().architecture(Shape.of(2)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("network.mlp.widths is empty")
                .hasMessageContaining("one hidden layer")
                .hasMessageContaining("widths=");
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
