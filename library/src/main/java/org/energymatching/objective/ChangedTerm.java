package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;

/**
 * A term with another name or a weight.
 *
 * @param term the unchanged term
 * @param name in reports
 * @param weight its sums are multiplied by it
 */
record ChangedTerm(Term term, String name, double weight) implements Term {

    @Override
    public int rows() {
        return term.rows();
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        Tensor sum = term.sum(potential, from, to);
        return weight == 1 ? sum : sum.times(weight);
    }
}
