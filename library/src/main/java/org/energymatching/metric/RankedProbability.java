package org.energymatching.metric;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * The continuous ranked probability score of an ensemble: the distance of its distribution from the true value, in the unit of
 * the values; lower is better.
 *
 * <pre>CRPS = mean_i |xᵢ - y| - ½ mean_ij |xᵢ - xⱼ|</pre>
 *
 * <p>For an ensemble of one it is the absolute error. The mean over pairs includes i = j in {@link #plain}, which
 * makes the score of small ensembles worse than that of their distribution; {@link #fair} excludes these pairs, and
 * is the score of that distribution on average, at every size.
 *
 * <p>T. Gneiting and A. Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102 (2007); C. Ferro,
 * "Fair scores for ensemble forecasts", Quarterly Journal of the Royal Meteorological Society 140 (2014).
 */
public final class RankedProbability {

    private RankedProbability() {}

    /**
     * The score of the ensemble itself, for each truth the mean over its values.
     *
     * @param ensemble M members for each truth: rows iM … iM + M - 1 belong to truth i
     * @param truth the true values
     * @throws UsageException if shapes do not fit
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double[] plain(Samples ensemble, Samples truth) {
        int members = PairedSamples.members(ensemble, truth);
        return perRow(ensemble, truth, members, 1.0 / ((double) members * members));
    }

    /**
     * The unbiased estimate of the score of the members' distribution, for each truth the mean over its values.
     *
     * @param ensemble M ≥ 2 members for each truth: rows iM … iM + M - 1 belong to truth i
     * @param truth the true values
     * @throws UsageException if shapes do not fit, or there is one member only
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double[] fair(Samples ensemble, Samples truth) {
        int members = PairedSamples.members(ensemble, truth);
        if (members < 2) {
            throw new UsageException(
                    "The fair score of an ensemble of one was asked for.",
                    "The spread between members takes two or more.",
                    "Draw more samples for each measurement, or ask for the plain score.");
        }
        return perRow(ensemble, truth, members, 1.0 / (members * (members - 1.0)));
    }

    private static double[] perRow(Samples ensemble, Samples truth, int members, double pairWeight) {
        int width = truth.width();
        double[] scores = new double[truth.rows()];
        double[] values = new double[members];
        for (int at = 0; at < truth.values().length; at++) {
            int start = at / width * members * width + at % width;
            for (int i = 0; i < members; i++) {
                values[i] = ensemble.values()[start + i * width];
            }
            Arrays.sort(values);
            double error = 0;
            double spread = 0;
            for (int i = 0; i < members; i++) {
                error += Math.abs(values[i] - truth.values()[at]);
                spread += (2 * i - members + 1) * values[i];
            }
            scores[at / width] += (error / members - spread * pairWeight) / width;
        }
        return scores;
    }
}
