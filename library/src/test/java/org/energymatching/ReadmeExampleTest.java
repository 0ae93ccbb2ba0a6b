package org.energymatching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.EightGaussians;
import org.energymatching.data.TwoMoons;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Mlp;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Negatives;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment that the README shows, from top to bottom, with fewer steps. */
class ReadmeExampleTest {

    @Test
    void theExperimentOfTheReadmeRuns(@TempDir Path directory) {
        var source = EightGaussians.create();
        var data = TwoMoons.create();
        var heat = TemperatureSchedule.ramp(0.8, 0.15); // τ*, ε_max
        var flow = new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.none());
        var sharpen = ContrastiveDivergence.with(
                2.0, Negatives.langevin(heat, 20, 0.01).halfFromData());

        var potential = Trainer.of(
                        TrainingPlan.builder()
                                .network(Mlp.of(2, 32, 32))
                                .from(source)
                                .to(data)
                                .batchSize(128)
                                .learningRate(1e-4)
                                .phase("warm-up", 20, flow)
                                .phase("joint", 5, flow.plus(sharpen))
                                .build(),
                        RunDirectory.of(directory.resolve("runs/moons").toString()))
                .fit()
                .potential();

        var samples = new Sampler(Kernel.eulerMaruyama(), heat, TimeGrid.to(1.0).step(0.01))
                .sample(Target.of(potential), source, 200, 7);

        assertThat(samples.shape()).isEqualTo(Shape.of(200, 2));
        assertThat(potential.energies(samples)).hasSize(200).satisfies(energies -> {
            for (double energy : energies) {
                assertThat(energy).isFinite();
            }
        });
    }
}
