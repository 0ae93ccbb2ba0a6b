package org.energymatching.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.Manifold;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Negatives;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.LearningRate;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Rng;
import org.energymatching.training.Phase;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Potentials that a few seconds of training make know the dimension of the surface that their data lie on. */
class TrainedDimensionTest {

    static final List<Manifold> MANIFOLDS =
            List.of(Manifold.sphere(1).in(3, 1), Manifold.linearSubspace(3, 6).in(6, 2));

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("MANIFOLDS")
    void aTrainedPotentialKnowsTheDimension(Manifold manifold) {
        int d = manifold.intrinsicDimension();
        FlowMatching flow = new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.05), FlowWeight.none());
        ContrastiveDivergence contrast = ContrastiveDivergence.with(
                0.5,
                Negatives.langevin(TemperatureSchedule.ramp(0.8, 0.01), 50, 0.02)
                        .halfFromData());
        TrainingPlan plan = TrainingPlan.builder()
                .network(Mlp.of(manifold.dimensions(), 64, 64))
                .from(StandardNormal.of(manifold.dimensions()))
                .to(manifold)
                .batchSize(64)
                .shardRows(64)
                .seed(1)
                .phase(new Phase("warm-up", 800, flow, 0.98, LearningRate.cosine(5e-3)))
                .phase(new Phase("joint", 30, flow.plus(contrast), 0.9, LearningRate.cosine(5e-4)))
                .build();
        Potential potential =
                Trainer.of(plan, RunDirectory.of(folder.toString())).fit().potential();

        HessianSpectrum spectrum = HessianSpectrum.of(Hessian.of(potential), manifold.sample(100, Rng.of(5)));
        Threshold threshold = Threshold.of(spectrum);
        IntrinsicDimension found = spectrum.intrinsicDimension(threshold.value());
        double error = Arrays.stream(found.values())
                .map(value -> Math.abs(value - d))
                .average()
                .orElseThrow();
        assertThat(error).as("%s with %s", found, threshold).isLessThanOrEqualTo(0.1 * d);
    }
}
