package org.energymatching;

import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/** Checks that the rows of a potential do not depend on one another, at the first two rows that it evaluates. */
final class SeparateRows {

    private volatile boolean checked;

    /** Checks it unless that is done; a single row cannot be checked. */
    void require(Potential potential, Tensor x) {
        if (!checked && x.shape().at(0) > 1 && x.device().holdsNumbers()) {
            RowEnergies.requireSeparate(potential, x.detach());
            checked = true;
        }
    }

    /** The same at the first rows of these. */
    void require(Potential potential, Samples x) {
        if (!checked && x.rows() > 1) {
            Samples two = x.slice(0, 2);
            try (Scope scope = Scope.open()) {
                require(potential, two.tensor(potential.device()));
            }
        }
    }
}
