package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;

/**
 * A part of a loss that is a sum over rows: all that is random is drawn, only the potential is still open.
 *
 * <p>Being a sum, it is evaluated in shards of rows on all cores, and its gradients add up.
 */
public interface Term {

    /** What it is called in reports. */
    String name();

    /** The number of rows. */
    int rows();

    /** The sum over rows {@code from} (inclusive) to {@code to} (exclusive): a scalar that can be differentiated. */
    Tensor sum(Potential potential, int from, int to);

    /** This term under a weight. */
    default Term times(double weight) {
        return new ChangedTerm(this, name(), weight);
    }

    /** This term of V(x | c): each row under its condition, (rows, k). */
    default Term given(Tensor condition) {
        return new ConditionedTerm(this, condition);
    }

    /** This term under another name. */
    default Term named(String name) {
        return new ChangedTerm(this, name, 1);
    }
}
