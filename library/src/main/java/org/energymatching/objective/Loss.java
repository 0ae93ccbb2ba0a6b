package org.energymatching.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The loss of one step after all random numbers are drawn: a sum of terms, and numbers that were observed. Its tensors belong
 * to the scope of the step.
 *
 * @param terms their sum is minimised
 * @param observed numbers for reports, such as the mean energies of data and negatives: one element each
 * @param kept state for the next step, by name, which is part of checkpoints
 */
public record Loss(List<Term> terms, Map<String, Tensor> observed, Map<String, Tensor> kept) {

    /** Copies the collections. */
    public Loss {
        terms = List.copyOf(terms);
        observed = Map.copyOf(observed);
        kept = Map.copyOf(kept);
    }

    /** A loss without state for the next step. */
    public Loss(List<Term> terms, Map<String, Tensor> observed) {
        this(terms, observed, Map.of());
    }

    /** A loss that is one term. */
    public Loss(Term term) {
        this(List.of(term), Map.of());
    }

    /** The sum of both losses. */
    public Loss plus(Loss other) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        Map<String, Tensor> seen = new LinkedHashMap<>(observed);
        seen.putAll(other.observed);
        Map<String, Tensor> both = new LinkedHashMap<>(kept);
        both.putAll(other.kept);
        return new Loss(all, seen, both);
    }

    /** This loss for the second, third, … objective of a kind: all names end in the number. */
    Loss numbered(int number) {
        String suffix = " " + number;
        return new Loss(
                terms.stream().map(term -> term.named(term.name() + suffix)).toList(),
                suffixed(observed, suffix),
                suffixed(kept, suffix));
    }

    private static Map<String, Tensor> suffixed(Map<String, Tensor> named, String suffix) {
        Map<String, Tensor> suffixed = new LinkedHashMap<>();
        named.forEach((name, value) -> suffixed.put(name + suffix, value));
        return suffixed;
    }

    /** This loss with a weight. */
    public Loss times(double weight) {
        return new Loss(terms.stream().map(term -> term.times(weight)).toList(), observed, kept);
    }

    /** The observed numbers, read back from the engine. */
    public Map<String, Double> measured() {
        Map<String, Double> measured = new LinkedHashMap<>();
        observed.forEach((name, value) -> measured.put(name, value.item()));
        return measured;
    }

    /** Its value for a potential, without gradients. */
    public LossReport evaluate(Potential potential) {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Term term : terms) {
            try (Scope scope = Scope.open()) {
                parts.merge(term.name(), term.sum(potential, 0, term.rows()).item(), Double::sum);
            }
        }
        return LossReport.of(parts, measured());
    }
}
