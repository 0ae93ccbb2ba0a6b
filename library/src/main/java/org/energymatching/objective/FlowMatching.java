package org.energymatching.objective;

import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.coupling.Coupling;
import org.energymatching.coupling.Pairs;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.PathSample;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Rng;

/**
 * Fits the slope of V to the velocity of transport paths (paper, algorithm 1).
 *
 * <pre>L_OT = mean over rows and coordinates of w(t) g(x_t) (∇V(x_t) + x₁ - x₀)²</pre>
 *
 * <p>The mean runs over coordinates too, as in the reference implementation, which sets the scale of λ beside it.
 *
 * @param coupling which x₀ belongs to which x₁
 * @param interpolant where between them the slope is fitted
 * @param weight w(t)
 * @param gate g(x): where paths count at all; everywhere in the paper
 */
public record FlowMatching(Coupling coupling, Interpolant interpolant, FlowWeight weight, EnergyWeight gate)
        implements Objective {

    /** The loss of the paper, everywhere. */
    public FlowMatching(Coupling coupling, Interpolant interpolant, FlowWeight weight) {
        this(coupling, interpolant, weight, EnergyWeight.open());
    }

    /** This loss where a gate is open. */
    public FlowMatching where(EnergyWeight other) {
        return new FlowMatching(coupling, interpolant, weight, other);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Rng own = rng.stream("flow");
        Batch batch = batches.of("flow");
        Pairs pairs = coupling.couple(batch.source(), batch.data(), own.stream("coupling"));
        PathSample path = interpolant.sample(pairs, own.stream("path"));
        double[] weights = gate.at(path.position(), batch.data(), potential);
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= weight.at(path.times()[i]) / path.position().values().length;
        }
        return new Loss(List.of(new WeightedDriftError("flow", path.position(), path.velocity(), weights)), Map.of());
    }
}
