package org.energymatching.benchmarks;

import java.util.List;
import java.util.stream.Stream;
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
import org.energymatching.training.Phase;
import org.energymatching.training.TrainingPlan;

/**
 * Surfaces of known dimension, and how a potential is trained on each: by flow alone, then with the contrastive term at a
 * temperature that is low beside the surface's scale.
 */
final class Surfaces {

    static final int WARM_UP = 3000;
    static final int JOINT = 150;

    private static final double SIGMA = 0.05;
    private static final double EPSILON = 0.01;

    private Surfaces() {}

    static List<Manifold> all() {
        return Stream.of(
                        Manifold.sphere(2).in(5, 1),
                        Manifold.sphere(4).in(10, 2),
                        Manifold.sphere(9).in(15, 3),
                        Manifold.linearSubspace(5, 10).in(10, 4),
                        Manifold.linearSubspace(10, 20).in(20, 5),
                        Manifold.cliffordTorus(2).in(8, 6),
                        Manifold.cliffordTorus(3).in(10, 7),
                        Manifold.helix().in(5, 8),
                        Manifold.swissRoll().in(6, 9))
                .toList();
    }

    static TrainingPlan plan(Manifold surface, long seed) {
        int d = surface.dimensions();
        FlowMatching flow = new FlowMatching(Coupling.exactOt(), Interpolant.straight(SIGMA), FlowWeight.none());
        ContrastiveDivergence contrast = ContrastiveDivergence.with(
                0.5,
                Negatives.langevin(TemperatureSchedule.ramp(0.8, EPSILON), 100, 0.01)
                        .halfFromData());
        return TrainingPlan.builder()
                .network(Mlp.of(d, 128, 128, 128))
                .from(StandardNormal.of(d))
                .to(surface)
                .batchSize(128)
                .shardRows(64)
                .seed(seed)
                .phase(new Phase(
                        "warm-up",
                        WARM_UP,
                        flow,
                        0.99,
                        LearningRate.cosine(2e-3).warmedUpOver(50)))
                .phase(new Phase("joint", JOINT, flow.plus(contrast), 0.95, LearningRate.cosine(5e-4)))
                .build();
    }
}
