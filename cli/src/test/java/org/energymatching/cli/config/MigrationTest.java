package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.energymatching.cli.kernel.HmcConfig;
import org.energymatching.cli.kernel.ParallelTemperingConfig;
import org.energymatching.cli.loss.FlowMatchingConfig;
import org.energymatching.cli.loss.IndependentCouplingConfig;
import org.energymatching.cli.loss.SinkhornCouplingConfig;
import org.energymatching.cli.network.ImageNetworkConfig;
import org.energymatching.cli.network.MlpConfig;
import org.energymatching.cli.network.MlpHeadConfig;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.schema.YamlDocument;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations with the keys of an earlier version mean what they meant. */
class MigrationTest {

    private static final String PHASE = "phases: [{name: a, steps: 1}]\n";

    /** Recipes that have changed since; they are kept with the keys of today. */
    private static final List<String> CHANGED = List.of("table", "table-equilibrium");

    /** The recipes that an earlier version had. */
    static List<String> names() {
        return Stream.concat(
                        Recipe.names().stream().filter(name -> !name.endsWith("-eqm") && !name.equals("smart-meter")),
                        Stream.of("table-equilibrium"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void anEarlierRecipeIsTodays(String name) throws IOException {
        List<String> data = name.startsWith("toy2d") || name.equals("demo") ? List.of() : List.of("data.path=here");
        String old = old(name);
        assertThat(RunConfig.migration(YamlDocument.parse(old, name).tree(), name))
                .hasValueSatisfying(told -> assertThat(told).contains(name, "keys of an earlier version"));
        RunConfig today = CHANGED.contains(name)
                ? RunConfig.parse(old("in-keys-of-today/" + name), name, data)
                : RunConfig.load(name, data);
        assertThat(CHANGED.contains(name) || RunConfig.migration(name).isEmpty())
                .as("today's")
                .isTrue();
        RunConfig read = RunConfig.parse(old, name, data);
        assertThat(read.differences(today)).isEmpty();
        assertThat(read).isEqualTo(today);
    }

    @Test
    void couplingsKernelsAndHeadsKeepTheirKeys() {
        RunConfig sinkhorn = read("transport: {coupling: sinkhorn, regularization: 0.2, sigma: 0}\n" + PHASE);
        assertThat(sinkhorn.losses(FlowMatchingConfig.class))
                .extracting(FlowMatchingConfig::coupling)
                .containsExactly(new SinkhornCouplingConfig(0.2, null));
        assertThat(read("transport: {coupling: independent}\n" + PHASE).losses(FlowMatchingConfig.class))
                .extracting(FlowMatchingConfig::coupling)
                .containsExactly(new IndependentCouplingConfig());
        assertThat(read("sampling: {kernel: parallel-tempering, options: {inner: hmc, leapfrogSteps: 4, levels: 3}}\n"
                                + PHASE)
                        .sampling()
                        .kernel())
                .isEqualTo(new ParallelTemperingConfig(new HmcConfig(0, 4), 3, 10, 5));
        assertThat(read("sampling: {kernel: hmc, options: {warmupSteps: 7, levels: 3}}\n" + PHASE)
                        .sampling()
                        .kernel())
                .isEqualTo(new HmcConfig(7, 10));
        assertThat(read("sampling: {options: {levels: 3}}\n" + PHASE).sampling())
                .as("the kernel that was the default")
                .isEqualTo(RunConfig.defaults().sampling());
        assertThat(read("data: {kind: images, path: x}\nnetwork: {kind: image, head: {kind: perceptron, widths: [9]}}\n"
                                + "contrast: {precision: bfloat16}\n" + PHASE)
                        .network())
                .isInstanceOfSatisfying(ImageNetworkConfig.class, network -> {
                    assertThat(network.head()).isEqualTo(new MlpHeadConfig(List.of(9)));
                    assertThat(network.chainPrecision()).isEqualTo(Precision.BFLOAT16);
                });
    }

    @Test
    void keysWithOtherNamesSinceAreReadAndSaid() {
        String old = "design: {caution: 0.5, gather: 0.1, spread: 0.02, zeta: 0.05}\nrun: {recompute: true}\n"
                + "data: {kind: images, path: x}\nnetwork: image\nsource: standard-normal\n" + PHASE;
        RunConfig read = read(old);
        assertThat(read.design().uncertaintyPenalty()).isEqualTo(0.5);
        assertThat(read.design().thinning()).isEqualTo(0.1);
        assertThat(read.design().diversityWeight()).isEqualTo(0.02);
        assertThat(read.design().targetTolerance()).isEqualTo(0.05);
        assertThat(read.run().activationCheckpointing()).isTrue();
        assertThat(read.losses(FlowMatchingConfig.class))
                .as("phases of today stay")
                .hasSize(1);
        assertThat(RunConfig.migration(YamlDocument.parse(old, "old.yaml").tree(), "old.yaml"))
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("design.gather was read as design.thinning", "run.activationCheckpointing")
                        .doesNotContain("losses of its phases"));
        assertThatThrownBy(() -> read("design: {gather: 0.1, thinning: 0.2}\n" + PHASE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Both design.gather and design.thinning");
    }

    @Test
    void aNetworkWithItsKeysAtOnceIsOneOfThatTime() {
        assertThat(read("network: {widths: [9]}\n" + PHASE).network())
                .isInstanceOfSatisfying(
                        MlpConfig.class, network -> assertThat(network.widths()).containsExactly(9));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            contrast: {lamda: 3}                                | contrast.lamda | contrast.lambda
            transport: 5                                        | transport | group of keys
            network: {kind: image, unit: {}}                    | network.unit | network.unet
            phases: [{name: a, steps: 1, contrast: 3}]          | contrast | True or false
            phases: [{name: a, steps: 1, flowWeight: x}]        | flowWeight | A number
            phases: [{name: a, steps: 1, contrast: true, loss: [flow-matching]}] | The phase 'a' has both loss and contrast | earlier version
            network: {mlp: {widths: [8]}, kind: perceptron}     | network | earlier version
            """)
    void whatWasWrongThenIsWrongNow(String text, String happened, String more) {
        assertThatThrownBy(() -> read(text.startsWith("phases") ? text : text + "\n" + PHASE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(happened)
                .hasMessageContaining(more);
    }

    private static RunConfig read(String text) {
        return RunConfig.parse(text, "old.yaml");
    }

    private static String old(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                MigrationTest.class.getResourceAsStream("/old-recipes/" + name + ".yaml"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
