package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.coupling.Coupling;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.PathSample;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * Flow matching: fits the drift -∇V to the velocity of transport paths (paper, algorithm 1).
 *
 * <pre>L_OT = mean over rows and coordinates of m w(t) g(x_t) (∇V(x_t) + x₁ - x₀)²</pre>
 *
 * <p>m is the weight of a pair in the coupling, 1 where the coupling keeps the marginals.
 *
 * <p>The mean is over coordinates too, as in the reference implementation; this sets the scale of λ.
 *
 * @param coupling the coupling of x₀ and x₁
 * @param interpolant the path on which the drift is fitted
 * @param weight w(t)
 * @param energyWeight g(x): 1 everywhere in the paper
 */
public record FlowMatching(Coupling coupling, Interpolant interpolant, FlowWeight weight, EnergyWeight energyWeight)
        implements Objective {

    /** The loss of the paper, with g = 1. */
    public FlowMatching(Coupling coupling, Interpolant interpolant, FlowWeight weight) {
        this(coupling, interpolant, weight, EnergyWeight.everywhere());
    }

    /** This loss with an energy weight. */
    public FlowMatching where(EnergyWeight other) {
        return new FlowMatching(coupling, interpolant, weight, other);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("flow");
        CoupledPath pairs = CoupledPath.sample(coupling, interpolant, batch, rng.stream("flow"));
        PathSample path = pairs.path();
        double[] weights = pairs.weights().clone();
        int numbers = path.position().shape().length();
        Arrays.setAll(weights, i -> weights[i] * weight.at(path.times()[i]) / numbers);
        Tensor everywhere = Tensor.of(weights, batch.device());
        return new Loss(batch.given(new WeightedDriftError(
                "flow",
                path.position(),
                path.velocity(),
                everywhere.times(energyWeight.at(path.position(), batch.data(), batch.given(potential))))));
    }
}
