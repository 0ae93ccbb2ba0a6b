package org.energymatching.metric.load;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.energymatching.Samples;
import org.energymatching.metric.IntervalCoverage;
import org.energymatching.metric.RankedProbability;

/**
 * The errors of restored load profiles, by the measures of SmartMeterFM: an ensemble of M members for each true profile y. All are means
 * over profiles, and 0 is best for all but the deviation.
 *
 * <pre>
 * CRPS = 2 mean_i ρ_τᵢ(y − x₍ᵢ₎),  ρ_τ(u) = u (τ − 1{u &lt; 0}),  τᵢ = (2i − 1) / 2M
 * </pre>
 *
 * <p>x₍ᵢ₎ are the sorted members. This quantile form is {@link RankedProbability#plain}; for a single member it is the absolute error.
 *
 * @param rankedProbability CRPS, mean over scored values, in the unit of the values
 * @param meanAbsolute MAE of the ensemble's mean, over scored values
 * @param rootMeanSquare RMSE of the ensemble's mean over the scored values of each profile
 * @param deviation mean over scored values of the members' standard deviation (divisor M − 1); 0 for one member
 * @param peakLoad CRPS of the profile's maximum plus CRPS of its minimum, over the whole profile
 * @param symmetricQuantile the same of the profile's 99 % and 1 % quantiles
 * @param autocorrelation |mean lag-1 autocorrelation of the members − that of y|; truths and members that are constant are left out
 */
public record LoadErrors(
        double rankedProbability,
        double meanAbsolute,
        double rootMeanSquare,
        double deviation,
        double peakLoad,
        double symmetricQuantile,
        double autocorrelation) {

    /** The errors where every value was restored, as in super-resolution. */
    public static LoadErrors of(Samples ensemble, Samples truth) {
        return of(ensemble, truth, all(truth));
    }

    /**
     * The errors where some values were restored, as in imputation.
     *
     * @param ensemble whole profiles: rows iM … iM + M - 1 belong to truth i
     * @param truth the true profiles (n, L)
     * @param scored one for each value of the truths: whether it was restored
     * @throws org.energymatching.error.UsageException if shapes do not fit, or no value is scored
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static LoadErrors of(Samples ensemble, Samples truth, boolean[] scored) {
        ScoredValues values = ScoredValues.of(ensemble, truth, scored);
        int members = values.members();
        int n = values.truth().rows();
        double[] errors = new double[n];
        double[] deviations = new double[n];
        for (int k = 0; k < n; k++) {
            float[] drawn = Arrays.copyOfRange(values.ensemble().values(), k * members, (k + 1) * members);
            double mean = 0;
            for (float x : drawn) {
                mean += x;
            }
            mean /= members;
            double squares = 0;
            for (float x : drawn) {
                squares += (x - mean) * (x - mean);
            }
            errors[k] = Math.abs(mean - values.truth().values()[k]);
            deviations[k] = Math.sqrt(squares / Math.max(1, members - 1));
        }
        return new LoadErrors(
                mean(values.perProfile(RankedProbability.plain(values.ensemble(), values.truth()))),
                mean(values.perProfile(errors)),
                mean(each(values.perProfile(each(errors, e -> e * e)), Math::sqrt)),
                mean(values.perProfile(deviations)),
                score(LoadFeature.PEAK, ensemble, truth) + score(LoadFeature.BASE, ensemble, truth),
                score(LoadFeature.HIGH_QUANTILE, ensemble, truth) + score(LoadFeature.LOW_QUANTILE, ensemble, truth),
                autocorrelation(ensemble, truth, members));
    }

    /**
     * The coverage of the ensemble's central prediction intervals over all scored values.
     *
     * @param level such as 0.9; at most (M - 1)/(M + 1)
     * @throws org.energymatching.error.UsageException if shapes do not fit, no value is scored, or M is too small for the level
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static IntervalCoverage coverage(Samples ensemble, Samples truth, boolean[] scored, double level) {
        ScoredValues values = ScoredValues.of(ensemble, truth, scored);
        return IntervalCoverage.of(values.ensemble(), values.truth(), level);
    }

    private static boolean[] all(Samples truth) {
        boolean[] scored = new boolean[truth.values().length];
        Arrays.fill(scored, true);
        return scored;
    }

    private static double score(LoadFeature feature, Samples ensemble, Samples truth) {
        return mean(RankedProbability.plain(feature.column(ensemble), feature.column(truth)));
    }

    private static double autocorrelation(Samples ensemble, Samples truth, int members) {
        double[] exact = LoadFeature.AUTOCORRELATION.of(truth);
        double[] differences = new double[exact.length];
        Arrays.setAll(
                differences,
                i -> Math.abs(
                        LoadDistances.meanAutocorrelation(ensemble.slice(i * members, (i + 1) * members)) - exact[i]));
        return mean(differences);
    }

    private static double[] each(double[] numbers, DoubleUnaryOperator function) {
        return Arrays.stream(numbers).map(function).toArray();
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).filter(Double::isFinite).average().orElse(Double.NaN);
    }
}
