package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.energymatching.cli.config.Choices.Background;
import org.energymatching.cli.config.Choices.CouplingKind;
import org.energymatching.cli.config.Choices.DataKind;
import org.energymatching.cli.config.Choices.DataTemperature;
import org.energymatching.cli.config.Choices.Decay;
import org.energymatching.cli.config.Choices.DecimalMark;
import org.energymatching.cli.config.Choices.FlowScheme;
import org.energymatching.cli.config.Choices.HeadKind;
import org.energymatching.cli.config.Choices.InnerKernel;
import org.energymatching.cli.config.Choices.KernelKind;
import org.energymatching.cli.config.Choices.Missing;
import org.energymatching.cli.config.Choices.NetworkKind;
import org.energymatching.cli.config.Choices.Precision;
import org.energymatching.cli.config.Choices.Repeated;
import org.energymatching.cli.config.Choices.Source;
import org.energymatching.cli.config.Choices.Start;
import org.energymatching.cli.config.RunConfig.Contrast;
import org.energymatching.cli.config.RunConfig.Data;
import org.energymatching.cli.config.RunConfig.Optimizer;
import org.energymatching.cli.config.RunConfig.Phase;
import org.energymatching.cli.config.RunConfig.Run;
import org.energymatching.cli.config.RunConfig.Sampling;
import org.energymatching.cli.config.RunConfig.Temperature;
import org.energymatching.cli.config.RunConfig.Transport;
import org.energymatching.cli.schema.Explanation;
import org.energymatching.error.UsageException;
import org.energymatching.nn.layer.Activation;
import org.energymatching.sampling.ParallelTempering;
import org.energymatching.sampling.RungeKutta45;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigTest {

    private static final String ONE_PHASE = "phases: [{name: only, steps: 10}]\n";

    private static final SequenceConfig SEQUENCES =
            new SequenceConfig("protein", null, "sequence", "score", null, Repeated.REFUSE);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyDefaultIsThePapers() {
        assertThat(RunConfig.defaults())
                .isEqualTo(new RunConfig(
                        "run",
                        0,
                        new Data(
                                DataKind.TWO_MOONS,
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                0,
                                null,
                                Missing.ERROR,
                                0.1,
                                true,
                                32,
                                3,
                                false,
                                Background.WHITE,
                                false,
                                SEQUENCES),
                        Source.STANDARD_NORMAL,
                        new NetworkConfig(
                                NetworkKind.PERCEPTRON,
                                List.of(256, 256, 256, 256),
                                Activation.SILU,
                                Activation.RELU,
                                new NetworkConfig.UNet(128, List.of(1, 2, 2, 2), 2, List.of(16), 4, 64, 0.1, false),
                                new NetworkConfig.Head(HeadKind.VISION, 4, 384, 8, 4, 0.1, List.of(256)),
                                new NetworkConfig.Sequence(28, List.of(1, 2), 0.1),
                                1000,
                                0),
                        new Transport(CouplingKind.EXACT, 0.05, 0.1),
                        new Optimizer(1e-4, 0.9, 0.999, 0, Decay.CONSTANT, 0),
                        new Temperature(0.8, 0.15),
                        new Contrast(
                                2,
                                0,
                                0,
                                200,
                                0.01,
                                0,
                                0.5,
                                DataTemperature.CONSTANT,
                                0.8,
                                Start.SOURCE,
                                false,
                                Precision.SINGLE),
                        new DensityConfig(
                                1, 0.1, 1, 24, 20, 0, 2, 2, 0.5, new DensityConfig.Chains(0, 2048, 256, 20, 0.01, 10)),
                        new ArrivalConfig(20, 1, 0.04, 256, 1024, 1),
                        128,
                        64,
                        List.of(),
                        new Sampling(
                                KernelKind.EULER_MARUYAMA,
                                new KernelOptions(
                                        0,
                                        10,
                                        RungeKutta45.TOLERANCE,
                                        FlowScheme.EULER,
                                        InnerKernel.MALA,
                                        5,
                                        10,
                                        ParallelTempering.SWAP_EVERY),
                                2.0,
                                0.01,
                                Precision.SINGLE),
                        new DesignConfig(
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null,
                                0,
                                1,
                                0.01,
                                0,
                                1.7,
                                0.01,
                                0,
                                0.9,
                                null,
                                1,
                                512,
                                128,
                                0,
                                5,
                                null,
                                true,
                                true,
                                new PartsConfig(16, 64, 0.1, 4000, 2e-3, 4, 256, 5, 1500, 2e-3, 0.1)),
                        new Run(60, 20, 0, false)));
    }

    @Test
    void aPhaseHasDefaultsOfItsOwn() throws IOException {
        assertThat(load(ONE_PHASE).phases())
                .containsExactly(new Phase("only", 10, false, false, false, 1, 1, 0, 1.0, 0, null, null));
    }

    @Test
    void theToyIsThePapersExperiment() {
        RunConfig toy = RunConfig.load("toy2d", List.of());
        RunConfig plain = RunConfig.defaults();
        assertThat(toy.source()).isEqualTo(Source.EIGHT_GAUSSIANS);
        assertThat(toy.phases())
                .containsExactly(
                        new Phase("warm-up", 20_000, false, false, false, 1, 1, 0, 1.0, 0, null, null),
                        new Phase("joint", 2_000, true, false, false, 1, 1, 0, 0.8, 0, null, null));
        assertThat(toy.differences(plain).stream().map(Difference::key))
                .allMatch(key -> key.equals("name") || key.equals("source") || key.startsWith("phases"));
    }

    @Test
    void everyRecipeLoadsAndTellsWhatItIs() {
        for (String name : Recipe.names()) {
            List<String> overrides =
                    List.of("demo", "toy2d", "toy2d-equilibrium").contains(name)
                            ? List.of()
                            : List.of("data.path=here");
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
        assertThat(config.phases().get(1))
                .isEqualTo(new Phase("joint", 100, true, false, false, 1, 1, 0, 0.8, 0, 1e-5, null));
        assertThat(config.network().widths()).containsExactly(64, 64);
        assertThat(config.data().path()).isEqualTo("my rows.csv");
        assertThat(config.data().columns()).containsExactly("a", "b");
        assertThat(config.seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(config.batchSize()).isEqualTo(512);
    }

    @Test
    void picturesStayPicturesAndAnythingElseBecomesATable() {
        Path odd = Path.of("a: [b], #c");
        assertThat(RunConfig.load("mnist-small", List.of(), odd).data().kind()).isEqualTo(DataKind.IMAGES);
        assertThat(RunConfig.load("mnist-small", List.of(), odd).data().path()).isEqualTo(odd.toString());
        assertThat(RunConfig.load("table", List.of(), odd).data().kind()).isEqualTo(DataKind.TABLE);
        assertThat(RunConfig.load("demo", List.of("source=standard-normal"), odd)
                        .data()
                        .kind())
                .isEqualTo(DataKind.TABLE);
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
    void aContrastTakesAPartOfTheMiniBatchOrAllOfIt() {
        for (int rows : new int[] {0, 1, 127, 128}) {
            assertThat(RunConfig.load("toy2d", List.of("contrast.rows=" + rows))
                            .contrast()
                            .rows())
                    .isEqualTo(rows);
        }
        assertThat(RunConfig.load("toy2d", List.of("contrast.rows=129", "batchSize=129"))
                        .contrast()
                        .rows())
                .isEqualTo(129);
    }

    @Test
    void chainsThatAreKeptAreAGroupInAGroup() throws IOException {
        DensityConfig.Chains chains = new DensityConfig.Chains(0.5, 1000, 100, 5, 0.02, 30);
        assertThat(
                        load("density: {chains: {weight: 0.5, kept: 1000, moving: 100, steps: 5, step: 2e-2, lifetime: 30}}\n"
                                        + ONE_PHASE)
                                .density()
                                .chains())
                .isEqualTo(chains);
        RunConfig overridden = RunConfig.load("toy2d", List.of("density.chains.moving=2048", "density.sigma=0.2"));
        assertThat(overridden.density().chains())
                .isEqualTo(new DensityConfig.Chains(0, 2048, 2048, 20, 0.01, 10)); // all may move
        assertThat(RunConfig.load("toy2d", List.of()).differences(overridden))
                .contains(new Difference("density.chains.moving", "256", "2048"));
        assertThat(load(overridden.toYaml())).isEqualTo(overridden);
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
                            random.nextBoolean() ? null : random.nextBoolean(),
                            random.nextBoolean() ? null : DecimalMark.COMMA,
                            random.nextInt(9),
                            random.nextBoolean() ? null : "#",
                            Missing.DROP_ROWS,
                            random.nextDouble(),
                            random.nextBoolean(),
                            1 + random.nextInt(64),
                            3,
                            random.nextBoolean(),
                            Background.BLACK,
                            random.nextBoolean(),
                            new SequenceConfig(
                                    "ACG",
                                    names.get(0),
                                    "a",
                                    names.get(random.nextInt(names.size())),
                                    null,
                                    Repeated.MEAN)),
                    random.nextBoolean() ? Source.TWO_MOONS : Source.STANDARD_NORMAL,
                    new NetworkConfig(
                            NetworkKind.PERCEPTRON,
                            List.of(1 + random.nextInt(9), 7),
                            Activation.RELU,
                            Activation.SILU,
                            toy.network().unet(),
                            toy.network().head(),
                            toy.network().sequence(),
                            1 + random.nextDouble(),
                            random.nextDouble()),
                    new Transport(
                            CouplingKind.SINKHORN, 1e-300 + random.nextDouble(), Math.exp(50 * random.nextGaussian())),
                    toy.optimizer(),
                    toy.temperature(),
                    toy.contrast(),
                    toy.density(),
                    toy.arrival(),
                    2 + random.nextInt(Integer.MAX_VALUE - 2),
                    toy.shardRows(),
                    List.of(new Phase(
                            "a-b",
                            1,
                            true,
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextDouble(),
                            random.nextDouble(),
                            random.nextDouble(),
                            random.nextDouble(),
                            0,
                            1 + random.nextDouble(),
                            3)),
                    toy.sampling(),
                    toy.design(),
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
        assertThat(RunConfig.explain("").leaves()).hasSize(157);
    }

    @Test
    void groupsAndPhasesAreExplained() {
        assertThat(RunConfig.explain("contrast").toString()).contains("contrast.lambda", "contrast.tauStar");
        assertThat(RunConfig.explain("contrast.lambda").toString()).contains("λ", "at least 0", "2");
        assertThat(RunConfig.explain("density.chains").toString())
                .contains(
                        "density.chains.weight",
                        "density.chains.kept",
                        "density.chains.moving",
                        "density.chains.steps",
                        "density.chains.step",
                        "density.chains.lifetime");
        assertThat(RunConfig.explain("density.chains.step").toString()).contains("Δt", "above 0", "0.01");
        assertThat(RunConfig.explain("density.chains.weight").toString()).contains("no chains are kept", "at least 0");
        assertThat(RunConfig.explain("contrast.rows").toString()).contains("0 means batchSize", "at least 0");
        assertThat(RunConfig.explain("phases.joint.steps")).isEqualTo(RunConfig.explain("phases.steps"));
        assertThat(RunConfig.explain("data.kind").expected())
                .isEqualTo(
                        "one of two-moons, eight-gaussians, rings, checkerboard, pinwheel, spiral, unbalanced, table, images, sequences");
        assertThatThrownBy(() -> RunConfig.explain("contrast.lamda"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Did you mean 'contrast.lambda'");
    }

    private RunConfig load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        return RunConfig.load(file.toString(), List.of());
    }
}
