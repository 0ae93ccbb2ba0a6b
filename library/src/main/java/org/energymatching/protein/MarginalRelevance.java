package org.energymatching.protein;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.metric.Levenshtein;

/**
 * Maximal marginal relevance: chooses good designs that differ from one another, one after another.
 *
 * <pre>next = argmax over s of ŷ(s) + w · mean over those chosen of d(s, ·),   d the edit distance</pre>
 *
 * <p>(J. Carbonell and J. Goldstein, "The use of MMR, diversity-based reranking for reordering documents and producing
 * summaries", 1998.)
 *
 * @param worth w: the score that one letter of distance counts for; 0 chooses by score alone
 */
public record MarginalRelevance(double worth) {

    private static final Comparator<Design> BEST_FIRST =
            Comparator.comparingDouble(Design::predicted).reversed().thenComparing(Design::letters);

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
        List<Design> ranked = designs.stream().sorted(BEST_FIRST).toList();
        double[] distances = new double[ranked.size()];
        boolean[] taken = new boolean[ranked.size()];
        for (int chosen = 0; chosen < wanted; chosen++) {
            int next = next(ranked, distances, taken, chosen);
            taken[next] = true;
            Levenshtein from = Levenshtein.to(ranked.get(next).letters());
            for (int i = 0; i < taken.length; i++) {
                distances[i] += taken[i] ? 0 : from.distance(ranked.get(i).letters());
            }
        }
        return IntStream.range(0, taken.length)
                .filter(i -> taken[i])
                .mapToObj(ranked::get)
                .toList();
    }

    private int next(List<Design> ranked, double[] distances, boolean[] taken, int chosen) {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < taken.length; i++) {
            double value = ranked.get(i).predicted() + (chosen == 0 ? 0 : worth * distances[i] / chosen);
            if (!taken[i] && (best < 0 || value > highest)) {
                highest = value;
                best = i;
            }
        }
        return best;
    }
}
