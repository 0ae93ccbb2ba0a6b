package org.energymatching.coupling;

import org.energymatching.Samples;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;

/**
 * How the points of two mini-batches are paired; the data keep their order, and both marginals are kept where the plan is
 * a permutation (paper, algorithm 1).
 *
 * <p>Make yours a record: what its components are is kept in checkpoints, and a run is only resumed with the same.
 */
@FunctionalInterface
public interface Coupling extends SelfDescribing {

    /**
     * The row of the source that each row of the data is paired with, and how much that pair counts.
     *
     * @param source x₀, (B, …)
     * @param data x₁, (B, …)
     */
    Pairing couple(Samples source, Samples data, Rng rng);

    /** As they come: row i with row i. */
    static Coupling independent() {
        return new Independent();
    }

    /**
     * By the permutation of least Σ ‖x₀ - x₁‖², exact: {@link Assignment}. What the paper trains with.
     *
     * <p>Both batches are centred first: a shift leaves the optimum where it is, and far-apart clouds are slow to assign.
     */
    static Coupling exactOt() {
        return new ExactOt();
    }

    /**
     * By draws from the entropic plan: {@link Sinkhorn}. For batches of thousands, where the exact plan is slow.
     *
     * @param regularisation the weight of the entropy, relative to the mean squared distance of the batch
     */
    static Coupling sinkhorn(double regularisation) {
        return sinkhorn(regularisation, Double.POSITIVE_INFINITY);
    }

    /**
     * By draws from the unbalanced entropic plan, which may leave out part of the mass of rows that are far from all others: each
     * pair counts as much as the plan has mass in its row of data (Eyring and others, "Unbalancedness in neural Monge maps
     * improves unpaired domain translation", ICLR 2024).
     *
     * @param regularisation the weight of the entropy, relative to the mean squared distance of the batch
     * @param relaxation the weight of the deviation from both marginals, in the same unit; infinity keeps them
     */
    static Coupling sinkhorn(double regularisation, double relaxation) {
        return new SinkhornOt(new Sinkhorn(regularisation, relaxation, 1e-2, 10_000));
    }

    /** By the closest free pair, over and over: {@link GreedyOt}. Near the exact plan, in less time for large batches. */
    static Coupling greedyOt() {
        return new GreedyOt();
    }
}
