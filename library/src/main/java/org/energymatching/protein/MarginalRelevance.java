package org.energymatching.protein;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.energymatching.error.UsageException;
import org.energymatching.metric.Levenshtein;

/**
 * Chooses designs that are good and differ from one another, one after another: maximal marginal relevance.
 *
 * <pre>next = argmax over s of ŷ(s) + w · mean over those chosen of d(s, ·),   d the edit distance</pre>
 *
 * <p>(J. Carbonell and J. Goldstein, "The use of MMR, diversity-based reranking for reordering documents and producing
 * summaries", 1998.)
 *
 * @param worth w: how much score one letter of distance is worth; 0 chooses by score alone
 */
public record MarginalRelevance(double worth) {

    private static final Comparator<Design> BEST_FIRST =
            Comparator.comparingDouble(Design::predicted).reversed().thenComparing(Design::letters);

    /** Checks the worth. */
    public MarginalRelevance {
        if (!(worth >= 0 && worth < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A letter of distance was to be worth a score of " + worth + ".",
                    "It is worth zero or more.",
                    "Take 0 to choose by score alone.");
        }
    }

    /** The n designs chosen, the highest score first; all of them if there are no more. */
    public List<Design> choose(List<Design> designs, int n) {
        int wanted = Math.min(n, designs.size());
        if (worth == 0) {
            return designs.stream().sorted(BEST_FIRST).limit(wanted).toList();
        }
        List<Design> left = new ArrayList<>(designs);
        left.sort(BEST_FIRST);
        List<Double> distances =
                new ArrayList<>(left.stream().map(design -> 0.0).toList());
        List<Design> chosen = new ArrayList<>();
        while (chosen.size() < wanted) {
            int next = next(left, distances, chosen.size());
            Design design = left.remove(next);
            distances.remove(next);
            chosen.add(design);
            Levenshtein from = Levenshtein.to(design.letters());
            for (int i = 0; i < left.size(); i++) {
                distances.set(i, distances.get(i) + from.distance(left.get(i).letters()));
            }
        }
        return chosen.stream().sorted(BEST_FIRST).toList();
    }

    private int next(List<Design> left, List<Double> distances, int chosen) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < left.size(); i++) {
            double value = left.get(i).predicted() + (chosen == 0 ? 0 : worth * distances.get(i) / chosen);
            if (value > highest) {
                highest = value;
                best = i;
            }
        }
        return best;
    }
}
