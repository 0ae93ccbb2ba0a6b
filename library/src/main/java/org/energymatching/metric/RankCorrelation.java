package org.energymatching.metric;

import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.diagnostics.MeanRanks;

/**
 * Spearman's rank correlation ρ: how monotonic the relation of two lists of numbers is.
 *
 * <pre>ρ = Σ (r_i - r̄)(s_i - s̄) / √(Σ (r_i - r̄)² Σ (s_i - s̄)²)</pre>
 *
 * <p>r and s are ranks; equal numbers have the mean of their ranks. 1 means that both always rise together, -1
 * that one falls where the other rises, 0 that there is no monotonic relation. Any increasing function of the numbers has
 * the same ρ, so they may be infinite. C. Spearman, "The proof and measurement of association between two things", American
 * Journal of Psychology 15 (1904).
 */
public final class RankCorrelation {

    private RankCorrelation() {}

    /**
     * ρ of two equally long lists.
     *
     * @throws UsageException if their lengths differ or are below two
     * @throws DataException if a number is NaN, or if all numbers of a list are equal: then ρ is 0/0
     */
    public static double spearman(double[] first, double[] second) {
        if (first.length != second.length || first.length < 2) {
            throw new UsageException(
                    first.length + " and " + second.length + " numbers were to be correlated.",
                    "Both lists are equally long, and of two numbers or more.",
                    "Pass two numbers for each of the things that are compared.");
        }
        double[] r = ranks(first, "first");
        double[] s = ranks(second, "second");
        double mean = (first.length + 1) / 2.0;
        double product = 0;
        double squareOfR = 0;
        double squareOfS = 0;
        for (int i = 0; i < r.length; i++) {
            product += (r[i] - mean) * (s[i] - mean);
            squareOfR += (r[i] - mean) * (r[i] - mean);
            squareOfS += (s[i] - mean) * (s[i] - mean);
        }
        requireVariety(squareOfR, "first");
        requireVariety(squareOfS, "second");
        return product / Math.sqrt(squareOfR * squareOfS);
    }

    private static double[] ranks(double[] numbers, String which) {
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isNaN(numbers[i])) {
                throw new DataException(
                        "Number " + i + " of the " + which + " list is NaN.",
                        "Numbers to be ranked can be compared with one another.",
                        "Leave out what could not be computed, in both lists.");
            }
        }
        return MeanRanks.of(numbers)[0];
    }

    private static void requireVariety(double square, String which) {
        if (square == 0) {
            throw new DataException(
                    "All numbers of the " + which + " list are equal.",
                    "A correlation takes numbers that differ.",
                    "Choose a quantity that varies: a threshold that counts everything or nothing gives one number.");
        }
    }
}
