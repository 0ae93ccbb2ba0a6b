package org.energymatching.objective;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.coupling.Coupling;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.PathSample;
import org.energymatching.schedule.Decay;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * Equilibrium matching: fits ∇V to a target that decays to zero at the data, so that data are minima of V and gradient descent
 * from noise ends at them (Wang and Du, arXiv 2510.02300; for a scalar V, their EqM-E).
 *
 * <pre>L_EqM = mean over rows and coordinates of w(γ) (∇V(x_γ) + c(γ) u_γ)²,   x_γ on the path, u_γ its velocity (x₁ - x₀ if straight)</pre>
 *
 * <p>V is not a negative log-density at any temperature: sample it by {@link org.energymatching.sampling.GradientDescent}. In
 * few dimensions the minima shrink towards conditional means; rows at γ = 1, where the target is zero, reduce this.
 *
 * @param coupling the coupling of x₀ and x₁; independent in the paper
 * @param interpolant the path; straight without noise in the paper
 * @param decay c(γ)
 * @param atData the share of rows at γ = 1 exactly, in [0, 1): 0 in the paper, 0.1 in the plane
 * @param weight w(γ) of the other rows; rows at γ = 1 have the weight 1
 */
public record EquilibriumMatching(
        Coupling coupling, Interpolant interpolant, Decay decay, double atData, FlowWeight weight)
        implements Objective {

    /** Checks the share. */
    public EquilibriumMatching {
        if (!(atData >= 0 && atData < 1)) {
            throw new UsageException(
                    "A share of " + atData + " of the rows was to be at the data.",
                    "It lies in [0, 1).",
                    "Choose 0, or 0.1 for rows of few numbers.");
        }
    }

    /** The same weight everywhere. */
    public EquilibriumMatching(Coupling coupling, Interpolant interpolant, Decay decay, double atData) {
        this(coupling, interpolant, decay, atData, FlowWeight.none());
    }

    /** The loss of the paper for a decay: independent pairs, straight paths without noise. */
    public EquilibriumMatching(Decay decay) {
        this(Coupling.independent(), Interpolant.straight(0), decay, 0);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("flow");
        CoupledPath pairs = CoupledPath.sample(coupling, interpolant, batch, rng.stream("flow"));
        PathSample path = pairs.path();
        int rows = path.times().length;
        int resting = (int) Math.round(atData * rows);
        double[] factors = path.times().clone();
        Arrays.setAll(factors, row -> row < resting ? 0 : decay.at(factors[row]));
        Tensor position = resting == 0
                ? path.position()
                : Tensor.concat(
                        List.of(batch.data().rows(0, resting), path.position().rows(resting, rows)), 0);
        double[] weights = pairs.weights().clone();
        int numbers = path.position().shape().length();
        Arrays.setAll(weights, row -> weights[row] * (row < resting ? 1 : weight.at(path.times()[row])) / numbers);
        return new Loss(batch.given(new WeightedDriftError(
                "equilibrium", position, path.velocity().timesRows(factors), Tensor.of(weights, batch.device()))));
    }

    /** Without a weight, as in checkpoints of earlier versions. */
    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = Objective.super.description();
        description.remove("weight", FlowWeight.none().description());
        return description;
    }
}
