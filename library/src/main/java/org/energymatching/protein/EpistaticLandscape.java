package org.energymatching.protein;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * A synthetic fitness landscape with epistasis whose best sequence is known: every letter has an effect of its own, and every two
 * neighbours have a joint effect.
 *
 * <pre>f(s) = Σᵢ aᵢ(sᵢ) + w Σᵢ bᵢ(sᵢ, sᵢ₊₁),  a, b ~ N(0, 1);   score = (f - min f)/(max f - min f)</pre>
 *
 * <p>Pairs make it rugged: the effect of a letter depends on its neighbours. As they form a chain, the extremes of f are computed
 * exactly by dynamic programming, whatever the length.
 */
public final class EpistaticLandscape implements SequenceScorer {

    private final Alphabet alphabet;
    private final int length;
    private final double[][] single;
    private final double[][][] pair;
    private final double lowest;
    private final double highest;
    private final String best;
    private final String natural;

    private EpistaticLandscape(Alphabet alphabet, int length, double epistasis, Rng rng) {
        this.alphabet = alphabet;
        this.length = length;
        int letters = alphabet.size();
        single = new double[length][letters];
        pair = new double[length - 1][letters][letters];
        for (int i = 0; i < length; i++) {
            for (int a = 0; a < letters; a++) {
                single[i][a] = rng.nextGaussian();
                for (int b = 0; i + 1 < length && b < letters; b++) {
                    pair[i][a][b] = epistasis * rng.nextGaussian();
                }
            }
        }
        best = extreme(1);
        highest = raw(best);
        lowest = raw(extreme(-1));
        natural = natural(rng.stream("natural"));
    }

    /**
     * The landscape of a seed.
     *
     * @param length at least two letters
     * @param epistasis w: the weight of pairs relative to single letters
     */
    public static EpistaticLandscape of(Alphabet alphabet, int length, double epistasis, long seed) {
        if (length < 2 || !(epistasis >= 0 && epistasis < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A landscape on " + length + " letters with epistasis " + epistasis + " was asked for.",
                    "There are at least two letters, and the weight of pairs is zero or more.",
                    "Take for example 20 letters and 0.5.");
        }
        return new EpistaticLandscape(alphabet, length, epistasis, Rng.of(seed).stream("landscape"));
    }

    /** The sequence of score 1. */
    public String best() {
        return best;
    }

    /** A fairly good sequence, whose mutants are measured: the best of a hundred random ones. */
    public String natural() {
        return natural;
    }

    /** The score in [0, 1] of a sequence. */
    public double score(String sequence) {
        return (raw(sequence) - lowest) / (highest - lowest);
    }

    @Override
    public double[] scores(List<String> sequences) {
        return sequences.stream().mapToDouble(this::score).toArray();
    }

    /**
     * A synthetic data set like those of experiments: mutants of the {@link #natural} sequence, measured with an error.
     *
     * @param n the number of mutants
     * @param rate the probability that a letter is mutated
     * @param noise the deviation of the error
     */
    public Sequences measured(int n, double rate, double noise, Rng rng) {
        List<String> letters = new ArrayList<>();
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            Rng own = rng.at(i);
            letters.add(Mutation.of(natural, alphabet, rate, own));
            scores[i] = score(letters.get(i)) + noise * own.nextGaussian();
        }
        return new Sequences(letters, scores, List.of());
    }

    private String natural(Rng rng) {
        List<String> random = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int[] tokens = new int[length];
            for (int j = 0; j < length; j++) {
                tokens[j] = rng.nextInt(alphabet.size());
            }
            random.add(alphabet.decode(tokens));
        }
        return RankedSequences.of(random, this).letters().get(0);
    }

    private double raw(String sequence) {
        int[] tokens = alphabet.encode(List.of(sequence), length)[0];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += single[i][tokens[i]] + (i + 1 < length ? pair[i][tokens[i]][tokens[i + 1]] : 0);
        }
        return sum;
    }

    /** The sequence of the largest sign · f, by dynamic programming over the last letter at each position. */
    private String extreme(int sign) {
        int letters = alphabet.size();
        double[][] value = new double[length][letters];
        int[][] from = new int[length][letters];
        for (int i = 0; i < length; i++) {
            for (int b = 0; b < letters; b++) {
                double arrived = 0;
                for (int a = 0; i > 0 && a < letters; a++) {
                    double through = value[i - 1][a] + sign * pair[i - 1][a][b];
                    if (a == 0 || through > arrived) {
                        arrived = through;
                        from[i][b] = a;
                    }
                }
                value[i][b] = arrived + sign * single[i][b];
            }
        }
        int[] tokens = new int[length];
        for (int b = 1; b < letters; b++) {
            tokens[length - 1] = value[length - 1][b] > value[length - 1][tokens[length - 1]] ? b : tokens[length - 1];
        }
        for (int i = length - 1; i > 0; i--) {
            tokens[i - 1] = from[i][tokens[i]];
        }
        return alphabet.decode(tokens);
    }
}
