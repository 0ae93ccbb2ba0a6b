package org.energymatching.protein;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;

/**
 * Different sequences with their scores, the best first; equal scores in alphabetical order.
 *
 * @param letters the sequences
 * @param scores the score of each
 */
public record RankedSequences(List<String> letters, double[] scores) {

    private static final int BLOCK = 4096;

    public RankedSequences {
        letters = List.copyOf(letters);
        if (letters.size() != scores.length) {
            throw new UsageException(
                    letters.size() + " sequences came with " + scores.length + " scores.",
                    "Each has one.",
                    "Check how the lists were made.");
        }
    }

    /** Scores sequences, without duplicates, and ranks them. */
    public static RankedSequences of(Collection<String> sequences, SequenceScorer scorer) {
        List<String> distinct = sequences.stream().distinct().toList();
        double[] scores = new double[distinct.size()];
        for (int from = 0; from < scores.length; from += BLOCK) {
            int to = Math.min(scores.length, from + BLOCK);
            System.arraycopy(scorer.scores(distinct.subList(from, to)), 0, scores, from, to - from);
        }
        return of(distinct, scores);
    }

    /** Ranks sequences whose scores are known; a duplicate has the best of its scores. */
    public static RankedSequences of(List<String> sequences, double[] scores) {
        Map<String, Double> best = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            best.merge(sequences.get(i), scores[i], Math::max);
        }
        List<String> order = new ArrayList<>(best.keySet());
        order.sort(Comparator.comparing((String letters) -> -best.getOrDefault(letters, 0.0))
                .thenComparing(Comparator.naturalOrder()));
        return new RankedSequences(
                order,
                order.stream()
                        .mapToDouble(letters -> best.getOrDefault(letters, 0.0))
                        .toArray());
    }

    /** The number of sequences. */
    public int size() {
        return letters.size();
    }

    /** The best of them, at most this many. */
    public RankedSequences best(int n) {
        int kept = Math.min(n, size());
        return new RankedSequences(letters.subList(0, kept), Arrays.copyOf(scores, kept));
    }

    /** As in {@code RankedSequences(128, best 0.61)}. */
    @Override
    public String toString() {
        return "RankedSequences(" + size() + (size() == 0 ? ")" : ", best " + scores[0] + ")");
    }
}
