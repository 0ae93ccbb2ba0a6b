package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.energymatching.cli.config.Choices.Background;
import org.energymatching.cli.config.Choices.DataKind;
import org.energymatching.cli.config.Choices.Decay;
import org.energymatching.cli.config.Choices.DecimalMark;
import org.energymatching.cli.config.Choices.Missing;
import org.energymatching.cli.config.Choices.Repeated;
import org.energymatching.cli.config.Choices.SplitBy;
import org.energymatching.cli.config.RunConfig.Data;
import org.energymatching.cli.config.RunConfig.Optimizer;
import org.energymatching.cli.config.RunConfig.Phase;
import org.energymatching.cli.config.RunConfig.Run;
import org.energymatching.cli.config.RunConfig.Sampling;
import org.energymatching.cli.config.RunConfig.Temperature;
import org.energymatching.cli.kernel.EulerMaruyamaConfig;
import org.energymatching.cli.kernel.GradientFlowConfig;
import org.energymatching.cli.kernel.HmcConfig;
import org.energymatching.cli.kernel.KernelConfig;
import org.energymatching.cli.kernel.MalaConfig;
import org.energymatching.cli.kernel.ParallelTemperingConfig;
import org.energymatching.cli.loss.ContrastiveDivergenceConfig;
import org.energymatching.cli.loss.ContrastiveDivergenceConfig.DataTemperature;
import org.energymatching.cli.loss.ContrastiveDivergenceConfig.Init;
import org.energymatching.cli.loss.ContrastiveDivergenceConfig.Negatives;
import org.energymatching.cli.loss.ExactCouplingConfig;
import org.energymatching.cli.loss.FlowMatchingConfig;
import org.energymatching.cli.loss.FlowMatchingConfig.Region;
import org.energymatching.cli.loss.GreedyCouplingConfig;
import org.energymatching.cli.loss.IndependentCouplingConfig;
import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.loss.NoiseContrastiveEstimationConfig;
import org.energymatching.cli.loss.PathConfig;
import org.energymatching.cli.loss.PersistentContrastiveDivergenceConfig;
import org.energymatching.cli.loss.SinkhornCouplingConfig;
import org.energymatching.cli.network.MlpConfig;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.schema.Explanation;
import org.energymatching.cli.schema.Named;
import org.energymatching.cli.schema.ValueType;
import org.energymatching.cli.source.EightGaussiansConfig;
import org.energymatching.cli.source.FittedMixtureConfig;
import org.energymatching.cli.source.StandardNormalConfig;
import org.energymatching.cli.source.TwoMoonsConfig;
import org.energymatching.data.pivot.ProfilePeriod;
import org.energymatching.data.schema.TableEncoding.NumberMap;
import org.energymatching.data.schema.TableEncoding.WordCode;
import org.energymatching.description.Difference;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Course;
import org.energymatching.nn.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigTest {

    private static final String ONE_PHASE = "phases: [{name: only, steps: 10}]\n";

    private static final PathConfig PATH =
            new PathConfig(Course.STRAIGHT, PathConfig.Times.UNIFORM, PathConfig.Weight.UNIFORM);

    private static final FlowMatchingConfig FLOW =
            new FlowMatchingConfig(1, new ExactCouplingConfig(), PATH, 0.1, 1, Region.EVERYWHERE, 2, 0.5);

    private static final ContrastiveDivergenceConfig CONTRAST = new ContrastiveDivergenceConfig(
            2, 0, 0, 0, new Negatives(200, 0.01, 0.5, DataTemperature.CONSTANT, 0.8, Init.SOURCE, false, 0));

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
                                List.of(),
                                0.1,
                                0.1,
                                SplitBy.ROW,
                                true,
                                false,
                                Map.of(),
                                new EncodingConfig(NumberMap.QUANTILE, WordCode.ONE_HOT, 0.2),
                                new PivotConfig(List.of(), null, null, null, "30m", ProfilePeriod.DAY, null),
                                32,
                                3,
                                false,
                                Background.WHITE,
                                false,
                                SEQUENCES),
                        new StandardNormalConfig(),
                        new MlpConfig(List.of(256, 256, 256, 256), Activation.SILU, Activation.RELU, Precision.SINGLE),
                        0,
                        new Optimizer(1e-4, 0.9, 0.999, 0, Decay.CONSTANT, 0),
                        new Temperature(0.8, 0.15),
                        128,
                        64,
                        List.of(),
                        new Sampling(new EulerMaruyamaConfig(), 2.0, 0.01, Precision.SINGLE),
                        new DesignConfig(
                                null,
                                List.of(),
                                List.of(),
                                null,
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
                        new Run(60, 20, 0, "auto", 0, false, false, false)));
    }

    @Test
    void aPhaseHasDefaultsOfItsOwn() throws IOException {
        assertThat(load(ONE_PHASE).phases()).containsExactly(new Phase("only", 10, List.of(FLOW), 0, null, null));
    }

    @Test
    void theToyIsThePapersExperiment() {
        RunConfig toy = RunConfig.load("toy2d", List.of());
        RunConfig plain = RunConfig.defaults();
        assertThat(toy.source()).isEqualTo(new EightGaussiansConfig());
        assertThat(toy.phases())
                .containsExactly(
                        new Phase("warm-up", 20_000, List.of(FLOW), 0, null, null),
                        new Phase(
                                "joint",
                                2_000,
                                List.of(
                                        new FlowMatchingConfig(
                                                1,
                                                new ExactCouplingConfig(),
                                                PATH,
                                                0.1,
                                                0.8,
                                                Region.EVERYWHERE,
                                                2,
                                                0.5),
                                        CONTRAST),
                                0,
                                null,
                                null));
        assertThat(toy.differences(plain).stream().map(Difference::key))
                .allMatch(key -> key.equals("name") || key.startsWith("source.") || key.startsWith("phases"));
    }

    @Test
    void everyRecipeLoadsAndTellsWhatItIs() {
        for (String name : Recipe.names()) {
            List<String> overrides = name.equals("demo") || name.startsWith("toy2d")
                    ? List.of()
                    : name.equals("smart-meter")
                            ? List.of("data.path=here", "data.pivot.time=[t]", "data.pivot.wide=h.*")
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
                        "network.mlp.widths=[64, 64]",
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
                .isEqualTo(new Phase(
                        "joint",
                        100,
                        RunConfig.load("toy2d", List.of()).phases().get(1).loss(),
                        0,
                        1e-5,
                        null));
        assertThat(config.network())
                .isEqualTo(new MlpConfig(List.of(64, 64), Activation.SILU, Activation.RELU, Precision.SINGLE));
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
        assertThat(RunConfig.load("toy2d", List.of("phases.joint.learningRate=null"))
                        .phases()
                        .get(1)
                        .learningRate())
                .isNull();
    }

    @Test
    void aContrastTakesAPartOfTheMiniBatchOrAllOfIt() {
        String key = "phases.joint.loss.contrastive-divergence.rows";
        for (int rows : new int[] {0, 1, 127, 128}) {
            assertThat(RunConfig.load("toy2d", List.of(key + "=" + rows)).losses(ContrastiveDivergenceConfig.class))
                    .extracting(ContrastiveDivergenceConfig::rows)
                    .containsExactly(rows);
        }
        assertThat(RunConfig.load("toy2d", List.of(key + "=129", "batchSize=129"))
                        .losses(ContrastiveDivergenceConfig.class))
                .extracting(ContrastiveDivergenceConfig::rows)
                .containsExactly(129);
    }

    @Test
    void keysOfALossAreReadOverriddenAndCompared() throws IOException {
        PersistentContrastiveDivergenceConfig chains =
                new PersistentContrastiveDivergenceConfig(0.5, 0.1, 1000, 100, 5, 0.02, 30);
        assertThat(
                        load("phases: [{name: only, steps: 10, loss: [{persistent-contrastive-divergence: {weight: 0.5, sigma: 0.1,"
                                        + " chains: 1000, moving: 100, steps: 5, step: 2e-2, lifetime: 30}}]}]\n")
                                .phases()
                                .get(0)
                                .loss())
                .containsExactly(chains);
        String key = "phases.joint.loss.persistent-contrastive-divergence";
        RunConfig kept = RunConfig.load("toy2d", List.of(key + ".sigma=0.2"));
        RunConfig overridden = RunConfig.load("toy2d", List.of(key + ".moving=2048", key + ".sigma=0.2"));
        assertThat(overridden.losses(PersistentContrastiveDivergenceConfig.class))
                .containsExactly(
                        new PersistentContrastiveDivergenceConfig(1, 0.2, 2048, 2048, 20, 0.01, 10)); // all may move
        assertThat(kept.differences(overridden)).containsExactly(new Difference(key + ".moving", "256", "2048"));
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
                            List.of(names.get(random.nextInt(names.size()))),
                            random.nextDouble(),
                            random.nextDouble(),
                            SplitBy.ROW,
                            random.nextBoolean(),
                            false,
                            Map.of(),
                            new EncodingConfig(NumberMap.STANDARD, WordCode.ANALOG_BITS, 1 - random.nextDouble()),
                            toy.data().pivot(),
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
                    random.nextBoolean()
                            ? random.nextBoolean() ? new TwoMoonsConfig() : new StandardNormalConfig()
                            : new FittedMixtureConfig(
                                    random.nextInt(9), 1 + random.nextDouble(), 1 + random.nextDouble(), 5),
                    new MlpConfig(
                            List.of(1 + random.nextInt(9), 7), Activation.RELU, Activation.SILU, Precision.BFLOAT16),
                    0,
                    toy.optimizer(),
                    toy.temperature(),
                    2 + random.nextInt(Integer.MAX_VALUE - 2),
                    toy.shardRows(),
                    List.of(new Phase("a-b", 1, losses(random), random.nextDouble(), 1 + random.nextDouble(), 3)),
                    new Sampling(kernel(random), 1 + random.nextDouble(), 1, Precision.SINGLE),
                    toy.design(),
                    toy.run());
            assertThat(load(config.toYaml())).as("seed %d", seed).isEqualTo(config);
            assertThat(load(config.toJson())).as("seed %d", seed).isEqualTo(config);
        }
    }

    /** Some of the losses, in any order, with weights and couplings of any kind. */
    private static List<LossConfig> losses(Random random) {
        List<LossConfig> losses = new ArrayList<>(List.of(
                new FlowMatchingConfig(
                        1e-300 + random.nextDouble(),
                        switch (random.nextInt(4)) {
                            case 0 -> new ExactCouplingConfig();
                            case 1 -> new IndependentCouplingConfig();
                            case 2 -> new GreedyCouplingConfig();
                            default ->
                                new SinkhornCouplingConfig(
                                        Math.exp(50 * random.nextGaussian()),
                                        random.nextBoolean() ? null : random.nextDouble() + 1e-300);
                        },
                        new PathConfig(
                                random.nextBoolean() ? Course.COSINE : Course.VARIANCE_PRESERVING,
                                random.nextBoolean() ? PathConfig.Times.EDM : PathConfig.Times.LOGIT_NORMAL,
                                random.nextBoolean() ? PathConfig.Weight.SINE : PathConfig.Weight.MIN_SNR),
                        random.nextDouble(),
                        random.nextDouble(),
                        random.nextBoolean() ? Region.EVERYWHERE : Region.AWAY_FROM_DATA,
                        random.nextDouble(),
                        1e-9 + random.nextDouble()),
                CONTRAST,
                new NoiseContrastiveEstimationConfig(1 + random.nextDouble(), 1 + random.nextInt(9), random.nextInt(9)),
                new PersistentContrastiveDivergenceConfig(random.nextDouble(), 0, 9, 1 + random.nextInt(9), 1, 1, 10)));
        Collections.shuffle(losses, random);
        List<LossConfig> some = losses.subList(0, 1 + random.nextInt(4));
        return some.stream().anyMatch(loss -> loss.weight() > 0) ? List.copyOf(some) : List.of(FLOW);
    }

    private static KernelConfig kernel(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new EulerMaruyamaConfig();
            case 1 -> new GradientFlowConfig(GradientFlowConfig.Scheme.HEUN, 1e-3);
            case 2 -> new MalaConfig(random.nextInt(9));
            case 3 -> new HmcConfig(random.nextInt(9), 1 + random.nextInt(9));
            default -> new ParallelTemperingConfig(new HmcConfig(0, 3), 2 + random.nextInt(9), 1.5, 7);
        };
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
                List.of(
                        "optimizer.learningRate=3e-4",
                        "phases.joint.steps=7",
                        "run.threads=1",
                        "network.mlp.widths=[8]"));
        assertThat(here.differences(here)).isEmpty();
        assertThat(here.differences(there))
                .containsExactly(
                        new Difference("network.mlp.widths", "[256, 256, 256, 256]", "[8]"),
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
        assertThat(builtIn(RunConfig.explain(""))).isEqualTo(223);
    }

    /** Single keys below a key, but those of variants that other providers registered. */
    private static long builtIn(Explanation key) {
        boolean variants = key.type() == ValueType.VARIANT || key.type() == ValueType.VARIANTS;
        Set<String> names = new BuiltInVariants()
                .variants().stream()
                        .map(variant -> Objects.requireNonNull(variant.getAnnotation(Named.class))
                                .value())
                        .collect(Collectors.toSet());
        return key.keys().isEmpty()
                ? key.type() == ValueType.GROUP ? 0 : 1
                : key.keys().stream()
                        .filter(inner -> !variants || names.contains(inner.name()))
                        .mapToLong(RunConfigTest::builtIn)
                        .sum();
    }

    @Test
    void groupsPhasesAndVariantsAreExplained() {
        String contrast = "phases.joint.loss.contrastive-divergence";
        String standing = "phases.NAME.loss.contrastive-divergence";
        assertThat(RunConfig.explain(contrast).toString())
                .contains(standing + ".weight", standing + ".trimFraction", standing + ".negatives");
        assertThat(RunConfig.explain(contrast + ".negatives").toString())
                .contains(standing + ".negatives.steps", standing + ".negatives.tauStar");
        assertThat(RunConfig.explain(contrast + ".weight").toString()).contains("λ", "at least 0", "2");
        String chains = "phases.joint.loss.persistent-contrastive-divergence";
        assertThat(RunConfig.explain(chains).toString())
                .contains(".weight", ".sigma", ".chains", ".moving", ".steps", ".step", ".lifetime");
        assertThat(RunConfig.explain(chains + ".step").toString()).contains("Δt", "above 0", "0.01");
        assertThat(RunConfig.explain(chains + ".weight").toString()).contains("0 leaves it out", "at least 0");
        assertThat(RunConfig.explain(contrast + ".rows").toString()).contains("0 means batchSize", "at least 0");
        assertThat(RunConfig.explain("phases.joint.loss").toString())
                .contains(
                        "flow-matching",
                        "contrastive-divergence",
                        "denoising-score-matching",
                        "noise-contrastive-estimation",
                        "persistent-contrastive-divergence",
                        "transport-endpoint",
                        "stationarity",
                        "score-matching",
                        "energy-discrepancy",
                        "default  [flow-matching]");
        assertThat(RunConfig.explain("sampling.kernel").toString())
                .contains("sampling.kernel.hmc", "default  euler-maruyama");
        assertThat(RunConfig.explain("sampling.kernel.parallel-tempering.inner").keys())
                .extracting(Explanation::name)
                .contains("mala", "hmc")
                .doesNotContain("rk45", "gradient-flow", "parallel-tempering");
        assertThat(RunConfig.explain("phases.joint.steps")).isEqualTo(RunConfig.explain("phases.steps"));
        assertThat(RunConfig.explain("data.kind").expected())
                .isEqualTo(
                        "one of two-moons, eight-gaussians, rings, checkerboard, pinwheel, spiral, unbalanced, table, images, sequences");
        assertThatThrownBy(() -> RunConfig.explain(contrast + ".wieght"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Did you mean '" + contrast + ".weight'");
    }

    private RunConfig load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        return RunConfig.load(file.toString(), List.of());
    }
}
