package org.energymatching.inverse;

import org.energymatching.tensor.Tensor;

/**
 * The negative log-likelihood of a measurement y: -log p(y|x), up to a constant that does not depend on x (paper, section 3.3).
 *
 * <p>Any differentiable scalar of x is a likelihood; it may be a lambda:
 *
 * <pre>{@code Likelihood nearTheOrigin = x -> x.square().sumPerRow().times(0.5);}</pre>
 */
@FunctionalInterface
public interface Likelihood {

    /** -log p(y|x) for each row, up to a constant: (B, …) to (B), with the graph of x. */
    Tensor negativeLog(Tensor x);

    /**
     * The likelihood of the chains {@code first} … {@code first + rows - 1} where every chain has its own measurement; the same
     * for all otherwise. Rows beyond the last measurement only fill a block and may have any measurement, since they are not
     * used. A {@code first} beyond it is an error.
     */
    default Likelihood forChains(long first, int rows) {
        return this;
    }
}
