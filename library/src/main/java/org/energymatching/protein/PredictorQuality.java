package org.energymatching.protein;

import java.util.Arrays;
import java.util.Locale;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.metric.RankCorrelation;

/**
 * The quality of an ensemble's predictions on held-out sequences.
 *
 * @param predicted the mean of the members, for each
 * @param measured the score, for each
 * @param disagreement the deviation of the members, for each
 * @param spearman the rank correlation of prediction and score
 * @param error the root of the mean squared error
 * @param slope of the line that fits scores to predictions: 1 is calibrated, below 1 is overconfident
 * @param within the share of scores within two deviations of the prediction, the deviation being that of the members together
 *     with the ensemble's error: .95 is calibrated
 */
public record PredictorQuality(
        double[] predicted,
        double[] measured,
        double[] disagreement,
        double spearman,
        double error,
        double slope,
        double within) {

    /** Compares predictions with scores. */
    public static PredictorQuality of(PredictorEnsemble ensemble, Sequences judges) {
        double[] predicted = ensemble.scores(judges.letters());
        double[] disagreement = ensemble.disagreement(judges.letters());
        return of(predicted, judges.scores(), disagreement);
    }

    /** The same from the numbers. */
    public static PredictorQuality of(double[] predicted, double[] measured, double[] disagreement) {
        int n = predicted.length;
        double meanPredicted = Arrays.stream(predicted).average().orElse(0);
        double meanMeasured = Arrays.stream(measured).average().orElse(0);
        double squares = 0;
        double product = 0;
        double square = 0;
        double doubt = 0;
        for (int i = 0; i < n; i++) {
            squares += (predicted[i] - measured[i]) * (predicted[i] - measured[i]);
            product += (predicted[i] - meanPredicted) * (measured[i] - meanMeasured);
            square += (predicted[i] - meanPredicted) * (predicted[i] - meanPredicted);
            doubt += disagreement[i] * disagreement[i];
        }
        double noise = Math.max(0, squares - doubt) / n;
        int inside = 0;
        for (int i = 0; i < n; i++) {
            double deviation = Math.sqrt(noise + disagreement[i] * disagreement[i]);
            inside += Math.abs(predicted[i] - measured[i]) <= 2 * deviation ? 1 : 0;
        }
        boolean ranked =
                n > 1 && square > 0 && Arrays.stream(measured).distinct().count() > 1;
        return new PredictorQuality(
                predicted,
                measured,
                disagreement,
                ranked ? RankCorrelation.spearman(predicted, measured) : Double.NaN,
                Math.sqrt(squares / n),
                square > 0 ? product / square : Double.NaN,
                (double) inside / n);
    }

    /** As in {@code Spearman 0.71, error 0.83, slope 0.95, 94 % within two deviations, on 214 sequences}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Spearman %.3f, error %.3g, slope %.2f, %.0f %% within two deviations, on %d sequences",
                spearman,
                error,
                slope,
                100 * within,
                measured.length);
    }
}
