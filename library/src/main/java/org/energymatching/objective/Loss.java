package org.energymatching.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The loss of one step with all its randomness drawn: a sum of terms, and what was observed while drawing. All of it is in the
 * engine and lives in the scope of the step.
 *
 * @param terms what is minimised: their sum
 * @param observed numbers for the record, such as the mean energies of data and negatives: one element each
 * @param kept what the next step is to find again, by name: training takes it into its checkpoints
 */
public record Loss(List<Term> terms, Map<String, Tensor> observed, Map<String, Tensor> kept) {

    /** Copies all. */
    public Loss {
        terms = List.copyOf(terms);
        observed = Map.copyOf(observed);
        kept = Map.copyOf(kept);
    }

    /** A loss of which nothing is kept. */
    public Loss(List<Term> terms, Map<String, Tensor> observed) {
        this(terms, observed, Map.of());
    }

    /** A loss that is one term. */
    public Loss(Term term) {
        this(List.of(term), Map.of());
    }

    /** Both losses together. */
    public Loss plus(Loss other) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        Map<String, Tensor> seen = new LinkedHashMap<>(observed);
        seen.putAll(other.observed);
        Map<String, Tensor> both = new LinkedHashMap<>(kept);
        both.putAll(other.kept);
        return new Loss(all, seen, both);
    }

    /** This loss as that of the second, third, … objective of a kind: all names end in the number. */
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

    /** This loss under a weight. */
    public Loss times(double weight) {
        return new Loss(terms.stream().map(term -> term.times(weight)).toList(), observed, kept);
    }

    /** What was observed, read back from the engine. */
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
