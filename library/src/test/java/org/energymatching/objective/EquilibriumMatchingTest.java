package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.energymatching.Samples;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.Dataset;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.Decay;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Quadratic;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquilibriumMatchingTest {

    private static final Samples SOURCE = Samples.of(new float[][] {{0, 0}, {1, 2}, {-1, 3}, {2, -2}});
    private static final Samples DATA = Samples.of(new float[][] {{4, 8}, {2, 0}, {3, 3}, {-1, -1}});
    private static final Batch BATCH = Batch.of(SOURCE, DATA, Device.cpu());

    @TempDir
    private Path folder = Path.of("");

    /** c = 1 is flow matching: in value, and by what training comes to in gradient too. */
    @Test
    void constantDecayIsFlowMatching() {
        Interpolant path = Interpolant.straight(0.1);
        Objective flow = new FlowMatching(Coupling.exactOt(), path, FlowWeight.none());
        Objective constant = new EquilibriumMatching(Coupling.exactOt(), path, Decay.constant(), 0);
        Quadratic quadratic = Quadratic.tilted(2, 0.5, 1);
        assertThat(constant.evaluate(quadratic, pass -> BATCH, Rng.of(1)).total())
                .isEqualTo(flow.evaluate(quadratic, pass -> BATCH, Rng.of(1)).total());
        assertThat(trained(constant, "constant")).isEqualTo(trained(flow, "flow"));
    }

    private float[] trained(Objective objective, String name) {
        TrainingPlan plan = TrainingPlan.builder()
                .network(Mlp.of(2, 8))
                .from(new Dataset(SOURCE))
                .to(new Dataset(DATA))
                .batchSize(4)
                .phase("only", 3, objective)
                .build();
        return Trainer.of(plan, new RunDirectory(folder.resolve(name)))
                .fit()
                .weights()
                .values()
                .iterator()
                .next();
    }

    /** The drift of a quadratic ½|x - m|² is m - x; all rows at the data have the loss of drifts that should be zero there. */
    @Test
    void rowsAtTheDataShouldHaveNoDrift() {
        Quadratic quadratic = Quadratic.diagonal(1, 1);
        double loss = new EquilibriumMatching(Coupling.independent(), Interpolant.straight(0), Decay.linear(), 0.75)
                .evaluate(quadratic, pass -> Batch.of(SOURCE.slice(0, 4), DATA, Device.cpu()), Rng.of(1))
                .total();
        double atData = (16 + 64 + 4 + 9 + 9) / 8.0;
        assertThat(loss).isGreaterThan(atData).isLessThan(atData + 20);
        assertThatThrownBy(() ->
                        new EquilibriumMatching(Coupling.independent(), Interpolant.straight(0), Decay.linear(), 1))
                .isInstanceOf(UsageException.class);
    }

    /** A run that knew no weight is resumed; another weight is another loss. */
    @Test
    void noWeightIsNotDescribed() {
        EquilibriumMatching plain = new EquilibriumMatching(Decay.linear());
        assertThat(plain.description()).containsOnlyKeys("type", "coupling", "interpolant", "decay", "atData");
        EquilibriumMatching weighted =
                new EquilibriumMatching(plain.coupling(), plain.interpolant(), plain.decay(), 0, FlowWeight.sine());
        assertThat(weighted.description()).containsKey("weight");
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "0.2, 2.5", "0.4, 2", "0.7, 1", "1, 0"})
    void decaysGoFromTheirFirstFactorToZero(double gamma, double expected) {
        assertThat(Decay.piecewise(0.4, 1.5).times(2).at(gamma)).isCloseTo(expected, within(1e-12));
        assertThat(Decay.linear().at(gamma)).isCloseTo(1 - gamma, within(1e-12));
        assertThat(Decay.truncated(0.8).at(gamma)).isCloseTo(Math.min(1, (1 - gamma) / 0.2), within(1e-12));
        assertThat(Decay.constant().at(gamma)).isEqualTo(1);
    }
}
