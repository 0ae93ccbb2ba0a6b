package org.energymatching.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.objective.Batch;
import org.energymatching.objective.Term;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;

/** What contrast.rows and density.chains make of a plan. */
class ContrastRowsTest {

    /** How many rows each term of the joint phase has, and what it measures. */
    private static Map<String, Integer> rows(String... overrides) {
        List<String> all = Stream.concat(Stream.of("contrast.langevinSteps=2", "batchSize=20"), Stream.of(overrides))
                .toList();
        TrainingPlan plan = Experiment.of(RunConfig.load("toy2d", all)).plan();
        return plan
                .phases()
                .get(1)
                .objective()
                .prepare(
                        Tensor::sumPerRow,
                        pass -> new Batch(
                                plan.source().batch(0, 20, Rng.of(1).stream("source")),
                                plan.data().batch(0, 20, Rng.of(1).stream("data"))),
                        Rng.of(2))
                .terms()
                .stream()
                .collect(Collectors.toMap(Term::name, Term::rows));
    }

    @Test
    void theContrastAloneTakesFewerRows() {
        assertThat(rows()).isEqualTo(Map.of("flow", 20, "contrast", 40));
        assertThat(rows("contrast.rows=20")).isEqualTo(Map.of("flow", 20, "contrast", 40));
        assertThat(rows("contrast.rows=6")).isEqualTo(Map.of("flow", 20, "contrast", 12));
    }

    /** One stretch of chains is made as long as the way from the source, so that they count in the first step. */
    @Test
    void chainsAreKeptWhereTheyHaveAWeightInAPhaseWithDensity() {
        String[] still = {
            "phases.joint.contrast=false",
            "density.contrastWeight=0",
            "density.scoreWeight=0",
            "density.chains.step=0.1",
            "density.chains.kept=9",
            "density.chains.moving=7"
        };
        String[] density = with(still, "phases.joint.density=true");
        assertThat(rows(density)).isEqualTo(Map.of("flow", 20));
        assertThat(rows(with(still, "density.chains.weight=2"))).isEqualTo(Map.of("flow", 20));
        assertThat(rows(with(density, "density.chains.weight=2"))).isEqualTo(Map.of("flow", 20, "persistent", 20 + 7));
    }

    private static String[] with(String[] some, String more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}
