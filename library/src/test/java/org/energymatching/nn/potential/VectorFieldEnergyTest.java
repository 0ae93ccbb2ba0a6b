package org.energymatching.nn.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Network;
import org.energymatching.objective.EquilibriumMatching;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.Decay;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorFieldEnergyTest {

    private static final Samples POINTS = Samples.of(new float[][] {{0.5f, -1}, {2, 0.25f}, {0, 0}});

    @TempDir
    private Path folder = Path.of("");

    /** f by plain arithmetic, V from it, and ∇V by differences. */
    @ParameterizedTest
    @EnumSource
    void theEnergyIsThatOfTheFieldAndTheDriftItsSlope(VectorFieldEnergy.Form form) {
        VectorFieldEnergy energy = new VectorFieldEnergy(Mlp.of(2, 3), form);
        assertThat(Architectures.from(energy.description())).isEqualTo(energy);
        try (Network network = energy.create(Rng.of(1))) {
            Potential potential = Potential.of(network);
            double[] found = potential.energies(POINTS);
            Samples gradients = potential.gradients(POINTS);
            for (int row = 0; row < POINTS.rows(); row++) {
                float[] x = POINTS.row(row);
                assertThat(found[row]).isCloseTo(byHand(network, form, x[0], x[1]), within(1e-5));
                double slope =
                        (byHand(network, form, x[0] + 1e-4, x[1]) - byHand(network, form, x[0] - 1e-4, x[1])) / 2e-4;
                assertThat((double) gradients.row(row)[0]).isCloseTo(slope, within(1e-4));
            }
        }
    }

    private static double byHand(Network network, VectorFieldEnergy.Form form, double... x) {
        float[] w0 = values(network, "layers.0.weight");
        float[] b0 = values(network, "layers.0.bias");
        float[] w1 = values(network, "layers.1.weight");
        float[] b1 = values(network, "layers.1.bias");
        double energy = 0;
        for (int j = 0; j < 2; j++) {
            double f = b1[j];
            for (int k = 0; k < 3; k++) {
                double z = b0[k] + w0[2 * k] * x[0] + w0[2 * k + 1] * x[1];
                f += w1[3 * j + k] * z / (1 + Math.exp(-z));
            }
            energy += form == VectorFieldEnergy.Form.DOT ? x[j] * f : -0.5 * f * f;
        }
        return energy;
    }

    private static float[] values(Network network, String name) {
        return network.parameters().values().getOrDefault(name, new float[0]);
    }

    /** Equilibrium matching with the dot energy carries noise to a point. */
    @Test
    void descentOnATrainedDotEnergyEndsAtTheData() {
        TrainingPlan plan = TrainingPlan.builder()
                .network(new VectorFieldEnergy(Mlp.of(2, 32, 32), VectorFieldEnergy.Form.DOT))
                .from(StandardNormal.of(2))
                .to(new Dataset(Samples.of(new float[][] {{1.5f, -1}, {1.5f, -1}})))
                .batchSize(64)
                .learningRate(3e-3)
                .phase(
                        "only",
                        400,
                        new EquilibriumMatching(Coupling.independent(), Interpolant.straight(0), Decay.linear(), 0))
                .build();
        Potential potential = Trainer.of(plan, new RunDirectory(folder)).fit().potential();
        Samples ends = new Sampler(Kernel.gradientDescent(0), TemperatureSchedule.constant(0), new TimeGrid(4, 0.05))
                .sample(Target.of(potential), StandardNormal.of(2), 50, 1);
        for (int row = 0; row < ends.rows(); row++) {
            assertThat(ends.row(row)).containsExactly(new float[] {1.5f, -1}, within(0.25f));
        }
    }
}
