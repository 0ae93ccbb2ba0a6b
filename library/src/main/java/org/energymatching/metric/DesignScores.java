package org.energymatching.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;

/**
 * The scores of a list of designed sequences: fitness, diversity and novelty (paper,
 * section on inverse design).
 *
 * <pre>
 * fitness   = median over designs of (score - lowest) / (highest - lowest)
 * diversity = mean over pairs of designs of their Levenshtein distance
 * novelty   = median over designs of the least Levenshtein distance to the training set
 * </pre>
 *
 * @param designs the number of designs
 * @param distinct the number of different designs
 * @param fitness NaN where there are no scores
 * @param diversity in letters; zero for a single design
 * @param novelty in letters
 */
public record DesignScores(int designs, int distinct, double fitness, double diversity, double novelty) {

    /**
     * The three scores of a list.
     *
     * @param designs the sequences, with repetitions
     * @param fitness the scaled score of each by the oracle; or empty
     * @param training the known sequences
     */
    public static DesignScores of(List<String> designs, double[] fitness, List<String> training) {
        if (designs.isEmpty() || training.isEmpty() || fitness.length != 0 && fitness.length != designs.size()) {
            throw new UsageException(
                    designs.size() + " designs with " + fitness.length + " scores are to be judged beside "
                            + training.size() + " known sequences.",
                    "There is at least one design, a score for each or for none, and at least one known sequence.",
                    "Check how the lists were made.");
        }
        return new DesignScores(
                designs.size(),
                (int) designs.stream().distinct().count(),
                fitness.length == 0 ? Double.NaN : median(fitness),
                diversity(designs),
                median(Arrays.stream(novelties(designs, training))
                        .asDoubleStream()
                        .toArray()));
    }

    /** The distance of each design to the nearest known sequence. */
    public static int[] novelties(List<String> designs, List<String> training) {
        List<String> known = training.stream().distinct().toList();
        return Workers.common()
                .map(designs.size(), i -> Levenshtein.to(designs.get(i)).nearest(known))
                .stream()
                .mapToInt(distance -> distance)
                .toArray();
    }

    private static double diversity(List<String> designs) {
        long sum = Workers.common()
                .map(designs.size(), i -> {
                    Levenshtein from = Levenshtein.to(designs.get(i));
                    return IntStream.range(0, i)
                            .mapToLong(j -> from.distance(designs.get(j)))
                            .sum();
                })
                .stream()
                .mapToLong(part -> part)
                .sum();
        long pairs = (long) designs.size() * (designs.size() - 1) / 2;
        return pairs == 0 ? 0 : (double) sum / pairs;
    }

    /** The middle value, or the mean of both middle ones; NaN without values. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /** As in {@code 128 designs: fitness 0.592, diversity 5.86, novelty 5.0}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d designs: fitness %.3f, diversity %.2f, novelty %.1f",
                designs,
                fitness,
                diversity,
                novelty);
    }
}
