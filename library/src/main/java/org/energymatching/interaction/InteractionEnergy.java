package org.energymatching.interaction;

import org.energymatching.tensor.Tensor;

/**
 * An interaction energy between chains that are sampled together, such as a repulsion: Σ W(x_m, x_k) over all pairs (paper,
 * section 3.3).
 *
 * <p>Chains form groups of M: rows kM … kM + M - 1 of a batch interact with one another only.
 */
public interface InteractionEnergy {

    /** M: how many chains interact. */
    int chains();

    /**
     * Each chain's share ½ Σ_{k≠m} W(x_m, x_k), so that their sum counts every pair once and has the gradient Σ_{k≠m} ∇W(x_m,
     * x_k) in x_m: (B, …) to (B), with the graph of x; B is a multiple of M.
     */
    Tensor energy(Tensor x);
}
