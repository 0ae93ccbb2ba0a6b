package org.energymatching.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.objective.Batch;
import org.energymatching.objective.Term;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;

/** What the losses of a phase make of a plan. */
class LossesOfAPhaseTest {

    private static final String CONTRAST = "phases.joint.loss.contrastive-divergence";
    private static final String PERSISTENT = "phases.joint.loss.persistent-contrastive-divergence";

    /** How many rows each term of the joint phase has, and what it measures. */
    private static Map<String, Integer> rows(String... overrides) {
        List<String> all = Stream.concat(
                        Stream.of(CONTRAST + ".negatives.steps=2", "batchSize=20"), Stream.of(overrides))
                .toList();
        TrainingPlan plan = Experiment.of(RunConfig.load("toy2d", all)).plan();
        return plan
                .phases()
                .get(1)
                .objective()
                .prepare(
                        Tensor::sumPerRow,
                        pass -> Batch.of(
                                plan.source().batch(0, 20, Rng.of(1).stream("source")),
                                plan.data().batch(0, 20, Rng.of(1).stream("data")),
                                Device.cpu()),
                        Rng.of(2))
                .terms()
                .stream()
                .collect(Collectors.toMap(Term::name, Term::rows));
    }

    @Test
    void theContrastAloneTakesFewerRows() {
        assertThat(rows()).isEqualTo(Map.of("flow", 20, "contrast", 40));
        assertThat(rows(CONTRAST + ".rows=20")).isEqualTo(Map.of("flow", 20, "contrast", 40));
        assertThat(rows(CONTRAST + ".rows=6")).isEqualTo(Map.of("flow", 20, "contrast", 12));
    }

    /** One stretch of chains is made as long as the way from the source, so that they count in the first step. */
    @Test
    void aLossCountsWhereItIsListedWithAWeight() {
        String[] still = {CONTRAST + ".weight=0"};
        String[] chains = with(still, PERSISTENT + ".step=0.1", PERSISTENT + ".chains=9", PERSISTENT + ".moving=7");
        assertThat(rows(still)).isEqualTo(Map.of("flow", 20));
        assertThat(rows(with(chains, PERSISTENT + ".weight=0"))).isEqualTo(Map.of("flow", 20));
        assertThat(rows(with(chains, PERSISTENT + ".weight=2"))).isEqualTo(Map.of("flow", 20, "persistent", 20 + 7));
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}
