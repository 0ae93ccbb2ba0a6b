package org.energymatching.interaction;

import org.energymatching.tensor.Tensor;

/**
 * An energy between chains that are sampled together, such as one that drives them apart: Σ W(x_m, x_k) over all pairs
 * (paper, section 3.3).
 *
 * <p>Chains come in groups of M: rows kM … kM + M - 1 of a batch feel one another and nobody else.
 */
public interface InteractionEnergy {

    /** M: how many chains feel one another. */
    int chains();

    /**
     * Each chain's share ½ Σ_{k≠m} W(x_m, x_k), so that their sum counts every pair once and has the slope
     * Σ_{k≠m} ∇W(x_m, x_k) in x_m: (B, …) to (B), with the graph of x; B is a multiple of M.
     */
    Tensor energy(Tensor x);
}
