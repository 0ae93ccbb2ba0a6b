package org.energymatching.metric;

import java.util.Arrays;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * Distances of two sets of numbers, by their empirical distribution functions F and G.
 *
 * <pre>
 * Wasserstein-1       ∫ |F − G| dx
 * Kolmogorov–Smirnov  sup |F − G|
 * Cramér              ∫ (F − G)² dx  =  E|X − Y| − ½ E|X − X′| − ½ E|Y − Y′|
 * </pre>
 *
 * <p>The expectations are means over all pairs, a number with itself too. The Cramér distance is half the energy distance of that form, and
 * the continuous ranked probability score (CRPS) of one set against the other. All three take the time of sorting.
 *
 * <p>G. Székely and M. Rizzo, "Energy statistics: a class of statistics based on distances", Journal of Statistical
 * Planning and Inference 143 (2013).
 *
 * @param wasserstein in the unit of the numbers
 * @param kolmogorovSmirnov in [0, 1]
 * @param cramer in the unit of the numbers
 */
public record LineDistances(double wasserstein, double kolmogorovSmirnov, double cramer) {

    /**
     * The distances of two sets, which may have different numbers of elements.
     *
     * @throws UsageException if a set is empty
     * @throws DataException if a number is NaN or infinite
     */
    public static LineDistances between(double[] first, double[] second) {
        double[] x = sorted(first);
        double[] y = sorted(second);
        double wasserstein = 0;
        double largest = 0;
        double cramer = 0;
        double before = Math.min(x[0], y[0]);
        int i = 0;
        int j = 0;
        while (i < x.length || j < y.length) {
            double at = j == y.length || (i < x.length && x[i] <= y[j]) ? x[i] : y[j];
            double gap = Math.abs((double) i / x.length - (double) j / y.length);
            wasserstein += gap * (at - before);
            largest = Math.max(largest, gap);
            cramer += gap * gap * (at - before);
            while (i < x.length && x[i] == at) {
                i++;
            }
            while (j < y.length && y[j] == at) {
                j++;
            }
            before = at;
        }
        return new LineDistances(wasserstein, largest, cramer);
    }

    private static double[] sorted(double[] numbers) {
        if (numbers.length == 0) {
            throw new UsageException(
                    "A set of numbers is empty.", "Both sets have at least one.", "Pass the numbers to compare.");
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double last = sorted[sorted.length - 1];
        if (!Double.isFinite(sorted[0]) || !Double.isFinite(last)) {
            throw new DataException(
                    "A number is " + (Double.isFinite(last) ? sorted[0] : last) + ".",
                    "All numbers are finite.",
                    "Leave it out, or find out where it came from.");
        }
        return sorted;
    }
}
