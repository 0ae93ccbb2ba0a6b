package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.energymatching.cli.kernel.EulerMaruyamaConfig;
import org.energymatching.cli.kernel.HmcConfig;
import org.energymatching.cli.kernel.KernelConfig;
import org.energymatching.cli.kernel.MalaConfig;
import org.energymatching.cli.kernel.ParallelTemperingConfig;
import org.energymatching.cli.loss.ContrastiveDivergenceConfig;
import org.energymatching.cli.loss.FlowMatchingConfig;
import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.loss.SinkhornCouplingConfig;
import org.energymatching.cli.loss.StationarityConfig;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that are chosen by name: how they are written and overridden. */
class VariantsTest {

    private static final String PHASE = "phases: [{name: only, steps: 10, loss: %s}]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flow-matching",
                "[flow-matching]",
                "{flow-matching: }",
                "[{flow-matching: }]",
                "[{flow-matching: {}}]",
                "[{flow-matching: {sigma: 0.1}}]"
            })
    void aNameAloneIsTheNameWithItsDefaults(String loss) {
        assertThat(losses(loss))
                .isEqualTo(RunConfig.parse("phases: [{name: only, steps: 10}]", "x")
                        .phases()
                        .get(0)
                        .loss());
    }

    @Test
    void aListOfLossesMayBeWrittenAsAGroup() {
        assertThat(losses("{flow-matching: {sigma: 0.3}, stationarity: }"))
                .isEqualTo(losses("[{flow-matching: {sigma: 0.3}}, stationarity]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{}]", "[[flow-matching]]", "[7]", "[true]", "[flow-matching, []]"})
    void whatIsNeitherANameNorANameWithKeysIsRefused(String loss) {
        assertThatThrownBy(() -> losses(loss))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("phases[0].loss")
                .hasMessageContaining("each alone or with its keys was expected");
    }

    @Test
    void anOverrideOfOneKeyKeepsTheOthersAndAnotherVariantHasItsDefaults() {
        assertThat(kernel("sampling.kernel.hmc.leapfrogSteps=5")).isEqualTo(new HmcConfig(0, 5));
        assertThat(kernel("sampling.kernel={hmc: {leapfrogSteps: 5}}", "sampling.kernel.hmc.warmupSteps=3"))
                .isEqualTo(new HmcConfig(3, 5));
        assertThat(kernel("sampling.kernel={hmc: {leapfrogSteps: 5}}", "sampling.kernel=mala"))
                .isEqualTo(new MalaConfig(0));
        assertThat(kernel("sampling.kernel.hmc.leapfrogSteps=5", "sampling.kernel=euler-maruyama"))
                .isEqualTo(new EulerMaruyamaConfig());
    }

    @Test
    void aVariantInAVariantIsOverriddenAsWell() {
        assertThat(kernel("sampling.kernel.parallel-tempering.inner.hmc.leapfrogSteps=4"))
                .isEqualTo(new ParallelTemperingConfig(new HmcConfig(0, 4), 5, 10, 5));
        String coupling = "phases.joint.loss.flow-matching.coupling";
        for (String change :
                List.of(coupling + ".sinkhorn.regularization=0.2", coupling + "={sinkhorn: {regularization: 0.2}}")) {
            FlowMatchingConfig flow =
                    (FlowMatchingConfig) toy(change).phases().get(1).loss().get(0);
            assertThat(flow.coupling()).isEqualTo(new SinkhornCouplingConfig(0.2, null));
            assertThat(flow.timeCutoff()).as("as before").isEqualTo(0.8);
        }
    }

    @Test
    void aStarIsEveryPhaseThatHasTheLoss() {
        RunConfig config =
                toy("phases.*.loss.flow-matching.sigma=0.2", "phases.*.loss.contrastive-divergence.weight=7");
        assertThat(config.losses(FlowMatchingConfig.class))
                .extracting(FlowMatchingConfig::sigma)
                .containsExactly(0.2, 0.2);
        assertThat(config.losses(FlowMatchingConfig.class))
                .extracting(FlowMatchingConfig::timeCutoff)
                .containsExactly(1.0, 0.8);
        assertThat(config.phases().get(0).loss()).hasSize(1);
        assertThat(config.losses(ContrastiveDivergenceConfig.class))
                .extracting(ContrastiveDivergenceConfig::weight)
                .containsExactly(7.0);
        assertThat(toy("phases.*.steps=3").phases())
                .extracting(RunConfig.Phase::steps)
                .containsExactly(3, 3);
    }

    @Test
    void anOverrideAddsALossToAPhase() {
        RunConfig config = toy("phases.warm-up.loss.stationarity.weight=5");
        assertThat(config.phases().get(0).loss()).hasSize(2).contains(new StationarityConfig(5, 1, 0.04, 256, 1024, 1));
        assertThat(config.phases().get(1)).isEqualTo(toy().phases().get(1));
    }

    @Test
    void aLossOfNoWeightIsLeftOutButAPhaseKeepsOne() {
        String weight = "phases.joint.loss.contrastive-divergence.weight=0";
        assertThat(toy(weight).losses(ContrastiveDivergenceConfig.class)).isEmpty();
        assertThat(toy(weight).losses(LossConfig.class)).hasSize(2);
        assertThatThrownBy(() -> toy(weight, "phases.joint.loss.flow-matching.weight=0"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("phases.joint.loss has no loss with a weight above zero");
    }

    @Test
    void phasesMayHaveAnyName() {
        String text = "phases: [{name: steps, steps: 10}, {name: loss, steps: 10}]";
        RunConfig config =
                RunConfig.parse(text, "x", List.of("phases.steps.steps=4", "phases.loss.loss.flow-matching.sigma=0.3"));
        assertThat(config.phases()).extracting(RunConfig.Phase::steps).containsExactly(4, 10);
        assertThat(config.losses(FlowMatchingConfig.class))
                .extracting(FlowMatchingConfig::sigma)
                .containsExactly(0.1, 0.3);
    }

    @Test
    void theValueOfAVariantIsItsName() {
        RunConfig config = toy("sampling.kernel.hmc.leapfrogSteps=5");
        assertThat(config.value("sampling.kernel")).isEqualTo("hmc");
        assertThat(config.value("source")).isEqualTo("eight-gaussians");
        assertThat(config.value("sampling.kernel.hmc.leapfrogSteps")).isEqualTo("5");
    }

    private static List<LossConfig> losses(String loss) {
        return RunConfig.parse(PHASE.formatted(loss), "x").phases().get(0).loss();
    }

    private static KernelConfig kernel(String... overrides) {
        return toy(overrides).sampling().kernel();
    }

    private static RunConfig toy(String... overrides) {
        return RunConfig.load("toy2d", Stream.of(overrides).toList());
    }
}
