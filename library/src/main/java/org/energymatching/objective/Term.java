package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;

/**
 * A part of a loss that is a sum over rows, as a function of the potential: its random numbers are already drawn.
 *
 * <p>Since it is a sum, it is evaluated in shards of rows on all cores, and their gradients are added.
 */
public interface Term {

    /** Its name in reports. */
    String name();

    /** The number of rows. */
    int rows();

    /** The sum over rows {@code from} (inclusive) to {@code to} (exclusive): a differentiable scalar. */
    Tensor sum(Potential potential, int from, int to);

    /** This term with a weight. */
    default Term times(double weight) {
        return new ChangedTerm(this, name(), weight);
    }

    /** This term of V(x | c): each row under its condition, (rows, k). */
    default Term given(Tensor condition) {
        return new ConditionedTerm(this, condition);
    }

    /** This term with another name. */
    default Term named(String name) {
        return new ChangedTerm(this, name, 1);
    }
}
