package org.energymatching.nn.sequence;

import org.energymatching.tensor.Tensor;

/**
 * The value y = f(x; θ) of a part of a network at one x, with explicit derivatives of first and second order. Composed over all
 * parts they give the gradient of a loss on ∇V without a graph (Pearlmutter 1994).
 *
 * <p>With v = dL/d(∇V), the gradient of the loss L for θ is that of S = v · ∇V(x; θ), which is the directional derivative of V
 * along ẋ = v. So {@link #vjp} takes dV/dy backward to ∇V, {@link #jvp} takes v forward to S, and {@link #secondOrderVjp} takes
 * dS/dy backward to dS/dθ.
 *
 * <p>Arguments are not changed; the caller owns the results.
 */
interface Linearization {

    /** y. */
    Tensor value();

    /**
     * The vector-Jacobian product (∂f/∂x)ᵀ g.
     *
     * @param g dV/dy, in the shape of y
     * @return dV/dx, in the shape of x
     */
    Tensor vjp(Tensor g);

    /**
     * The Jacobian-vector product ẏ = (∂f/∂x) ẋ; to be called after {@link #vjp}.
     *
     * @param direction ẋ, in the shape of x
     * @return ẏ, in the shape of y
     */
    Tensor jvp(Tensor direction);

    /**
     * The vector-Jacobian product of (y, ẏ, g) together: (∂f/∂x)ᵀ dS/dy + ∂/∂x (g · ẏ). It adds dS/dθ to the gradients of the
     * weights. Without a {@link #jvp} before, S is any other function of V, and the second term is zero.
     *
     * @param s dS/dy, in the shape of y
     * @return dS/dx, in the shape of x
     */
    Tensor secondOrderVjp(Tensor s);
}
