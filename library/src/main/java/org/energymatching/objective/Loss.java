package org.energymatching.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.tensor.Scope;

/**
 * The loss of one step with all its randomness drawn: a sum of terms, and what was seen while drawing.
 *
 * @param terms what is minimised: their sum
 * @param measured numbers for the record, such as the energies of data and negatives
 */
public record Loss(List<Term> terms, Map<String, Double> measured) {

    /** Copies both. */
    public Loss {
        terms = List.copyOf(terms);
        measured = Map.copyOf(measured);
    }

    /** Both losses together. */
    public Loss plus(Loss other) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        Map<String, Double> seen = new LinkedHashMap<>(measured);
        seen.putAll(other.measured);
        return new Loss(all, seen);
    }

    /** This loss under a weight. */
    public Loss times(double weight) {
        return new Loss(terms.stream().map(term -> term.times(weight)).toList(), measured);
    }

    /** Its value for a potential, without gradients. */
    public LossReport evaluate(Potential potential) {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Term term : terms) {
            try (Scope scope = Scope.open()) {
                parts.merge(term.name(), term.sum(potential, 0, term.rows()).item(), Double::sum);
            }
        }
        return LossReport.of(parts, measured);
    }
}
