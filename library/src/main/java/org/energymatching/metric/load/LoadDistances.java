package org.energymatching.metric.load;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.metric.ComparableSamples;
import org.energymatching.metric.LineDistances;
import org.energymatching.metric.MaximumMeanDiscrepancy;

/**
 * How far generated load profiles X are from data Y, by the measures of SmartMeterFM; 0 is best for all of them.
 *
 * <pre>
 * CRPS(A, B) = E|A − B| − ½ E|A − A′| − ½ E|B − B′|        ({@link LineDistances#cramer})
 * </pre>
 *
 * @param discrepancy {@link MaximumMeanDiscrepancy} of whole profiles; may be slightly negative
 * @param wasserstein Wasserstein-1 distance of all values pooled, in the unit of the values
 * @param kolmogorovSmirnov largest difference of the distribution functions of all values pooled
 * @param rankedProbability mean over time steps t of CRPS(X_t, Y_t), in the unit of the values
 * @param autocorrelation |mean lag-1 autocorrelation of X − that of Y|; profiles that are constant are left out
 * @param peakLoad CRPS(max X, max Y) + CRPS(min X, min Y), over profiles, in the unit of the values
 * @param symmetricQuantile the same of each profile's 99 % and 1 % quantiles
 */
public record LoadDistances(
        double discrepancy,
        double wasserstein,
        double kolmogorovSmirnov,
        double rankedProbability,
        double autocorrelation,
        double peakLoad,
        double symmetricQuantile) {

    /**
     * The distances of samples (n, L) from data (m, L); the first takes time n² + nm + m² times L.
     *
     * @throws org.energymatching.error.UsageException if the widths differ or a side has fewer than two rows
     * @throws org.energymatching.error.DataException if a value is NaN or infinite, or all data are equal
     */
    public static LoadDistances between(Samples samples, Samples data) {
        ComparableSamples.require(samples, data);
        DoubleRows x = DoubleRows.of(samples);
        DoubleRows y = DoubleRows.of(data);
        LineDistances pooled = LineDistances.between(x.values(), y.values());
        double steps = 0;
        for (int t = 0; t < x.width(); t++) {
            steps += LineDistances.between(x.column(t), y.column(t)).cramer() / x.width();
        }
        return new LoadDistances(
                MaximumMeanDiscrepancy.between(samples, data),
                pooled.wasserstein(),
                pooled.kolmogorovSmirnov(),
                steps,
                Math.abs(meanAutocorrelation(samples) - meanAutocorrelation(data)),
                cramer(LoadFeature.PEAK, samples, data) + cramer(LoadFeature.BASE, samples, data),
                cramer(LoadFeature.HIGH_QUANTILE, samples, data) + cramer(LoadFeature.LOW_QUANTILE, samples, data));
    }

    private static double cramer(LoadFeature feature, Samples samples, Samples data) {
        return LineDistances.between(feature.of(samples), feature.of(data)).cramer();
    }

    /** NaN if all profiles are constant. */
    static double meanAutocorrelation(Samples profiles) {
        return Arrays.stream(LoadFeature.AUTOCORRELATION.of(profiles))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}
