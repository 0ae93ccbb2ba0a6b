package org.energymatching.protein;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * A greedy evolutionary search on a scorer: AdaLead.
 *
 * <p>Parents of a round are all sequences whose score is within a share κ of the best so far. They are recombined (at each
 * position, with probability ρ, the source changes to the other parent) and mutated letter by letter with probability μ/L; a
 * mutant that is no worse than its first parent is mutated again. The search ends when the given number of different
 * sequences is scored. It starts with the known sequences of the highest scores.
 *
 * <p>S. Sinai and others, "AdaLead: a simple and robust adaptive greedy search algorithm for sequence design",
 * arXiv 2010.02141 (2020), with its values κ = .05, ρ = .2, μ = 1.
 *
 * @param evaluations the number of different sequences that may be scored
 * @param population the number of lineages in a round
 * @param threshold κ
 * @param recombination ρ
 * @param mutation μ: the mean number of letters replaced at a time
 */
public record GreedyEvolution(
        int evaluations, int population, double threshold, double recombination, double mutation) {

    public GreedyEvolution {
        if (evaluations < 1
                || population < 1
                || !(threshold >= 0 && threshold < 1)
                || !(recombination >= 0 && recombination <= 1)
                || !(mutation > 0)) {
            throw new UsageException(
                    "A search of " + evaluations + " evaluations, a population of " + population + ", a threshold of "
                            + threshold + ", recombination at " + recombination + " and " + mutation
                            + " mutations was asked for.",
                    "Evaluations, population and mutations are above zero, the two others lie in [0, 1).",
                    "Take GreedyEvolution.adaLead(10000).");
        }
    }

    /** The paper's values, with a population of 128. */
    public static GreedyEvolution adaLead(int evaluations) {
        return new GreedyEvolution(evaluations, 128, 0.05, 0.2, 1);
    }

    /** All sequences that were scored and are not known ones, ranked. */
    public RankedSequences design(Alphabet alphabet, List<String> known, SequenceScorer scorer, Rng rng) {
        Map<String, Double> seen = new HashMap<>();
        RankedSequences start = RankedSequences.of(known, scorer);
        for (int i = 0; i < start.size(); i++) {
            seen.put(start.letters().get(i), start.scores()[i]);
        }
        int limit = seen.size() + evaluations;
        List<String> parents = leaders(seen);
        for (long round = 0; seen.size() < limit; round++) {
            int before = seen.size();
            round(alphabet, parents, seen, limit, scorer, rng.at(round));
            parents = leaders(seen);
            if (seen.size() == before) {
                break; // every mutant of every parent is known: a space of a few letters is exhausted
            }
        }
        Set<String> old = new LinkedHashSet<>(known);
        seen.keySet().removeIf(old::contains);
        return ranked(seen);
    }

    private void round(
            Alphabet alphabet,
            List<String> parents,
            Map<String, Double> seen,
            int limit,
            SequenceScorer scorer,
            Rng rng) {
        List<String> roots = new ArrayList<>();
        for (int i = 0; i < population; i++) {
            Rng own = rng.stream("cross").at(i);
            roots.add(crossed(parents.get(i % parents.size()), parents.get(own.nextInt(parents.size())), own));
        }
        score(roots, seen, limit, scorer);
        List<String> nodes = roots;
        List<String> beginnings = roots;
        for (long depth = 0; !nodes.isEmpty() && seen.size() < limit; depth++) {
            Rng step = rng.stream("mutate").at(depth);
            List<String> children = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                String node = nodes.get(i);
                children.add(Mutation.of(node, alphabet, Math.min(0.5, mutation / node.length()), step.at(i)));
            }
            Set<String> fresh = new LinkedHashSet<>(children);
            fresh.removeAll(seen.keySet());
            score(fresh, seen, limit, scorer);
            List<String> next = new ArrayList<>();
            List<String> nextBeginnings = new ArrayList<>();
            for (int i = 0; i < children.size(); i++) {
                double child = seen.getOrDefault(children.get(i), Double.NEGATIVE_INFINITY);
                if (fresh.contains(children.get(i)) && child >= seen.getOrDefault(beginnings.get(i), 0.0)) {
                    next.add(children.get(i));
                    nextBeginnings.add(beginnings.get(i));
                }
            }
            nodes = next;
            beginnings = nextBeginnings;
        }
    }

    /** The sequences within κ of the best, at most a population of them. There are many rounds, so the others are skipped unsorted. */
    private List<String> leaders(Map<String, Double> seen) {
        double best = seen.values().stream().mapToDouble(score -> score).max().orElse(0);
        double least = best - threshold * Math.abs(best);
        Comparator<Map.Entry<String, Double>> better =
                Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
        PriorityQueue<Map.Entry<String, Double>> leaders = new PriorityQueue<>(better.reversed());
        for (Map.Entry<String, Double> one : seen.entrySet()) {
            if (one.getValue() >= least
                    && (leaders.size() < population || better.compare(one, leaders.element()) < 0)) {
                leaders.add(one);
                if (leaders.size() > population) {
                    leaders.remove();
                }
            }
        }
        return leaders.stream().sorted(better).map(Map.Entry::getKey).toList();
    }

    private String crossed(String a, String b, Rng rng) {
        StringBuilder child = new StringBuilder();
        boolean first = true;
        for (int i = 0; i < a.length(); i++) {
            first ^= rng.nextDouble() < recombination;
            child.append((first ? a : b).charAt(i));
        }
        return child.toString();
    }

    private static void score(
            Collection<String> sequences, Map<String, Double> seen, int limit, SequenceScorer scorer) {
        List<String> fresh = new ArrayList<>();
        for (String sequence : new LinkedHashSet<>(sequences)) {
            if (!seen.containsKey(sequence) && seen.size() + fresh.size() < limit) {
                fresh.add(sequence);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        double[] scores = scorer.scores(fresh);
        for (int i = 0; i < scores.length; i++) {
            seen.put(fresh.get(i), scores[i]);
        }
    }

    private static RankedSequences ranked(Map<String, Double> seen) {
        List<String> letters = List.copyOf(seen.keySet());
        return RankedSequences.of(
                letters,
                letters.stream().mapToDouble(one -> seen.getOrDefault(one, 0.0)).toArray());
    }
}
