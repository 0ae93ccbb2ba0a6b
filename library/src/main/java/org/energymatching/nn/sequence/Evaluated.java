package org.energymatching.nn.sequence;

import org.energymatching.tensor.Tensor;

/**
 * One evaluation y = f(x; θ) of a part of a network, and its derivatives of first and second order, written out: four sweeps
 * through all parts make the gradient of a loss on the slope of V (Pearlmutter 1994), without a graph.
 *
 * <p>With v the gradient of the loss in ∇V, that is the gradient of S = v · ∇V(x; θ) = V̇, the change of V as x moves along v.
 * Upwards go x and then ẋ = v; downwards go g = dV/dy and then the gradient of S.
 *
 * <p>Nothing that is passed in is changed; what comes back is the caller's.
 */
public interface Evaluated {

    /** y. */
    Tensor value();

    /** Downwards: from g = dV/dy to dV/dx = (∂f/∂x)ᵀ g. */
    Tensor back(Tensor gradient);

    /** Upwards, after {@link #back}: from ẋ to ẏ = (∂f/∂x) ẋ. */
    Tensor along(Tensor direction);

    /**
     * Downwards again: from dS/dy to dS/dx = (∂f/∂x)ᵀ dS/dy + ∂/∂x (g · ẏ), adding dS/dθ where the run collects it. Where nothing
     * went {@link #along}, S is any other function of V, and the second term is not there.
     */
    Tensor again(Tensor gradient);
}
