package org.energymatching.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.tensor.Scope;

/**
 * The loss of one step with all its randomness drawn: a sum of terms, and what was seen while drawing.
 *
 * @param terms what is minimised: their sum
 * @param measured numbers for the record, such as the energies of data and negatives
 * @param kept what the next step is to find again, by name: training takes it into its checkpoints
 */
public record Loss(List<Term> terms, Map<String, Double> measured, Map<String, Samples> kept) {

    /** Copies all. */
    public Loss {
        terms = List.copyOf(terms);
        measured = Map.copyOf(measured);
        kept = Map.copyOf(kept);
    }

    /** A loss of which nothing is kept. */
    public Loss(List<Term> terms, Map<String, Double> measured) {
        this(terms, measured, Map.of());
    }

    /** Both losses together. */
    public Loss plus(Loss other) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        Map<String, Double> seen = new LinkedHashMap<>(measured);
        seen.putAll(other.measured);
        Map<String, Samples> both = new LinkedHashMap<>(kept);
        both.putAll(other.kept);
        return new Loss(all, seen, both);
    }

    /** This loss as that of the second, third, … objective of a kind: all names end in the number. */
    Loss numbered(int number) {
        String suffix = " " + number;
        Map<String, Double> seen = new LinkedHashMap<>();
        measured.forEach((name, value) -> seen.put(name + suffix, value));
        Map<String, Samples> left = new LinkedHashMap<>();
        kept.forEach((name, samples) -> left.put(name + suffix, samples));
        return new Loss(
                terms.stream().map(term -> term.named(term.name() + suffix)).toList(), seen, left);
    }

    /** This loss under a weight. */
    public Loss times(double weight) {
        return new Loss(terms.stream().map(term -> term.times(weight)).toList(), measured, kept);
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
