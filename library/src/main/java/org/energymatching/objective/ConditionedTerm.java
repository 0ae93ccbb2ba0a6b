package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;

/**
 * {@link Term#given}.
 *
 * @param term on V
 * @param condition c of each of its rows, (rows, k)
 */
record ConditionedTerm(Term term, Tensor condition) implements Term {

    @Override
    public String name() {
        return term.name();
    }

    @Override
    public int rows() {
        return term.rows();
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        return term.sum(potential.given(condition.rows(from, to)), from, to);
    }
}
