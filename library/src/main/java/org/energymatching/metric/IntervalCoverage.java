package org.energymatching.metric;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * The coverage of the central prediction interval of an ensemble, compared with its nominal level.
 *
 * <p>The ends of the interval are the quantiles (1 ∓ level)/2 at positions p(M + 1) among the M sorted members, by linear
 * interpolation (type 6 of Hyndman and Fan). If truth and members come from one distribution, the coverage is the
 * level on average, at every M: less means that the ensemble is overconfident.
 *
 * @param level the nominal coverage
 * @param covered the share of values inside their intervals
 * @param width the mean width of the intervals, in the unit of the values; of ensembles of equal coverage, less is better
 */
public record IntervalCoverage(double level, double covered, double width) {

    /**
     * The coverage over all values of all truths.
     *
     * @param ensemble M members for each truth: rows iM … iM + M - 1 belong to truth i
     * @param truth the true values
     * @param level such as 0.9; at most (M - 1)/(M + 1), the coverage of the range of all members
     * @throws UsageException if shapes do not fit, or there are too few members for the level
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static IntervalCoverage of(Samples ensemble, Samples truth, double level) {
        int members = PairedSamples.members(ensemble, truth);
        double low = (1 - level) / 2 * (members + 1);
        if (!(level > 0 && low >= 1 - 1e-9)) {
            throw new UsageException(
                    "The coverage of the " + level + " interval of " + members + " members was asked for.",
                    "The level is positive, and an ensemble of that size resolves intervals up to "
                            + Math.max(0, members - 1) / (members + 1.0) + ".",
                    level > 0 && level < 1
                            ? "Draw at least " + (int) Math.ceil((1 + level) / (1 - level) - 1e-9)
                                    + " members, or ask for a lower level."
                            : "Ask for a level such as 0.9.");
        }
        int width = truth.width();
        int covered = 0;
        double widths = 0;
        double[] values = new double[members];
        for (int at = 0; at < truth.values().length; at++) {
            int start = at / width * members * width + at % width;
            for (int i = 0; i < members; i++) {
                values[i] = ensemble.values()[start + i * width];
            }
            Arrays.sort(values);
            double from = at(values, low);
            double to = at(values, members + 1 - low);
            double value = truth.values()[at];
            covered += value >= from && value <= to ? 1 : 0;
            widths += to - from;
        }
        int n = truth.values().length;
        return new IntervalCoverage(level, (double) covered / n, widths / n);
    }

    /** The value at a position, counted from 1. */
    private static double at(double[] sorted, double position) {
        double index = Math.max(0, Math.min(sorted.length - 1, position - 1));
        int below = (int) index;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (index - below) * (above - sorted[below]);
    }
}
