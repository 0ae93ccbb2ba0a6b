package org.energymatching.cli.restore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.metric.PointErrors;
import org.energymatching.metric.RankedProbability;

/**
 * How near restored rows of a table come to the truth, over the values that were not measured themselves and in the units of
 * the data. A guess without samples has its absolute error as its ranked probability score.
 */
final class RowScores {

    private static final List<String> MEASURES = List.of("CRPS", "MAE", "RMSE", "error of peak");

    private static final long SEED = 1;

    private RowScores() {}

    static RestorationScores.Scoring of(
            TrainedRun run,
            Measurements measurements,
            Samples truth,
            Samples draws,
            Posterior posterior,
            PosteriorMaps maps,
            Unseen unseen) {
        if (unseen.count() == 0) {
            return new RestorationScores.Scoring(List.of(), List.of(), null);
        }
        int perRow = posterior.perRow();
        List<RestorationScores.Method> methods = new ArrayList<>();
        methods.add(ensemble("samples", truth, draws, perRow, maps, unseen));
        Samples normal = RowBaselines.normal(run, measurements, perRow, SEED);
        if (normal != null) {
            methods.add(
                    ensemble("if rows were normal", truth, normal, perRow, PosteriorMaps.of(normal, perRow), unseen));
        }
        Map<String, Samples> guesses = new LinkedHashMap<>();
        guesses.put("mean of samples", maps.mean());
        guesses.put("a single sample", run.inDataUnits(posterior.sample(0)));
        guesses.putAll(RowBaselines.of(run, measurements));
        Map<String, double[]> errors = new LinkedHashMap<>();
        RowBaselines.of(run, measurements).forEach((name, rows) -> errors.put(name, absolute(truth, rows)));
        if (normal != null) {
            errors.put(
                    "the mean if rows were normal",
                    absolute(truth, PosteriorMaps.of(normal, perRow).mean()));
        }
        guesses.forEach((name, rows) -> {
            PointErrors off = PointErrors.between(unseen.of(truth, 1), unseen.of(rows, 1));
            methods.add(new RestorationScores.Method(
                    name,
                    List.of(
                            off.meanAbsolute(),
                            off.meanAbsolute(),
                            off.rootMeanSquare(),
                            peakError(truth, peaks(rows, 1)))));
        });
        return new RestorationScores.Scoring(
                MEASURES,
                methods,
                RestorationScores.judged("mean absolute error", absolute(truth, maps.mean()), errors, false));
    }

    /** The mean absolute error of each row; values that were measured themselves are right in all. */
    private static double[] absolute(Samples truth, Samples rows) {
        double[] errors = new double[truth.rows()];
        int width = truth.width();
        for (int at = 0; at < truth.values().length; at++) {
            errors[at / width] += Math.abs((double) truth.values()[at] - rows.values()[at]) / width;
        }
        return errors;
    }

    /** Of samples, their score, the absolute error of their median, the square error of their mean, and their median peak. */
    private static RestorationScores.Method ensemble(
            String name, Samples truth, Samples draws, int perRow, PosteriorMaps maps, Unseen unseen) {
        Samples real = unseen.of(truth, 1);
        double score = perRow < 2 ? Double.NaN : mean(RankedProbability.fair(unseen.of(draws, perRow), real));
        return new RestorationScores.Method(
                name,
                List.of(
                        score,
                        PointErrors.between(real, unseen.of(maps.median(), 1)).meanAbsolute(),
                        PointErrors.between(real, unseen.of(maps.mean(), 1)).rootMeanSquare(),
                        peakError(truth, peaks(draws, perRow))));
    }

    /** The largest value of each row; where there are several samples of it, the median of theirs. */
    private static double[] peaks(Samples rows, int perRow) {
        double[] peaks = new double[rows.rows() / perRow];
        for (int i = 0; i < peaks.length; i++) {
            double[] each = new double[perRow];
            for (int k = 0; k < perRow; k++) {
                float largest = Float.NEGATIVE_INFINITY;
                for (float value : rows.row(i * perRow + k)) {
                    largest = Math.max(largest, value);
                }
                each[k] = largest;
            }
            Arrays.sort(each);
            peaks[i] = (each[(perRow - 1) / 2] + each[perRow / 2]) / 2;
        }
        return peaks;
    }

    private static double peakError(Samples truth, double[] peaks) {
        double[] real = peaks(truth, 1);
        double sum = 0;
        for (int i = 0; i < real.length; i++) {
            sum += Math.abs(real[i] - peaks[i]) / real.length;
        }
        return sum;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
