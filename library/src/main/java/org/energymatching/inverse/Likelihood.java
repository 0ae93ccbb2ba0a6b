package org.energymatching.inverse;

import org.energymatching.tensor.Tensor;

/**
 * What a measurement y says of x: -log p(y|x), up to a constant that does not depend on x (paper, section 3.3).
 *
 * <p>Any scalar of x that can be differentiated will do; yours is a lambda:
 *
 * <pre>{@code Likelihood nearTheOrigin = x -> x.square().sumPerRow().times(0.5);}</pre>
 */
@FunctionalInterface
public interface Likelihood {

    /** -log p(y|x) for each row, up to a constant: (B, …) to (B), with the graph of x. */
    Tensor negativeLog(Tensor x);

    /**
     * The likelihood as the chains {@code first} … {@code first + rows - 1} see it, where every chain has a measurement of
     * its own; the same for all otherwise. Rows beyond the last measurement fill up a block and nobody looks at them:
     * they may have any. A {@code first} beyond it is an error.
     */
    default Likelihood forChains(long first, int rows) {
        return this;
    }
}
