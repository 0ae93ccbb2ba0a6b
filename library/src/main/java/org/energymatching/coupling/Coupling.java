package org.energymatching.coupling;

import org.energymatching.Samples;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;

/**
 * The coupling of two mini-batches; the data keep their order, and the plan has the marginals of both batches where it is
 * a permutation (paper, algorithm 1).
 *
 * <p>Implementations should be records: checkpoints store their components, and a run is only resumed with the same ones.
 */
@FunctionalInterface
public interface Coupling extends SelfDescribing {

    /**
     * The row of the source that each row of the data is paired with, and the weight of each pair.
     *
     * @param source x₀, (B, …)
     * @param data x₁, (B, …)
     */
    Pairing couple(Samples source, Samples data, Rng rng);

    /** The independent coupling: row i with row i. */
    static Coupling independent() {
        return new Independent();
    }

    /**
     * By the permutation of least Σ ‖x₀ - x₁‖², exact: {@link Assignment}. The paper trains with this one.
     *
     * <p>Both batches are centred first: a shift does not change the optimum, and the assignment of distant clouds is slow.
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
     * By draws from the unbalanced entropic plan, which may leave out part of the mass of rows that are far from all others: the
     * weight of a pair is the plan's mass in its row of data (Eyring and others, "Unbalancedness in neural Monge maps
     * improves unpaired domain translation", ICLR 2024).
     *
     * @param regularisation the weight of the entropy, relative to the mean squared distance of the batch
     * @param relaxation the weight of the deviation from both marginals, in the same unit; infinity for the balanced plan
     */
    static Coupling sinkhorn(double regularisation, double relaxation) {
        return new SinkhornOt(new Sinkhorn(regularisation, relaxation, 1e-2, 10_000));
    }

    /** By greedy matching of the closest free pair: {@link GreedyOt}. Near the exact plan, in less time for large batches. */
    static Coupling greedyOt() {
        return new GreedyOt();
    }
}
