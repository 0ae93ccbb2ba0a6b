package org.energymatching.protein;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * The simplest design method: the best by a scorer of many random mutants of known sequences.
 *
 * <p>The parent of a mutant is any of the known sequences; each letter is replaced by another one with the same probability, and
 * at least one letter is. Known sequences are not mutants.
 *
 * @param candidates the number of different mutants that are scored
 * @param rate the probability that a letter is replaced
 */
public record RandomMutants(int candidates, double rate) {

    private static final int PATIENCE = 50;

    public RandomMutants {
        if (candidates < 1 || !(rate > 0 && rate < 1)) {
            throw new UsageException(
                    candidates + " random mutants at a rate of " + rate + " were asked for.",
                    "There is at least one, and the rate lies in (0, 1).",
                    "Take for example 10000 at a rate of 0.1.");
        }
    }

    /** The mutants, ranked; fewer than {@code candidates} where there are no more different ones. */
    public RankedSequences design(Alphabet alphabet, List<String> known, SequenceScorer scorer, Rng rng) {
        Set<String> parents = new LinkedHashSet<>(known);
        Set<String> mutants = new LinkedHashSet<>();
        for (long trial = 0; mutants.size() < candidates && trial < (long) PATIENCE * candidates; trial++) {
            Rng own = rng.at(trial);
            String parent = known.get(own.nextInt(known.size()));
            String mutant = Mutation.of(parent, alphabet, rate, own);
            if (!parents.contains(mutant)) {
                mutants.add(mutant);
            }
        }
        return RankedSequences.of(mutants, scorer);
    }
}
