package org.energymatching.cli.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.metric.PointErrors;
import org.energymatching.metric.RankedProbability;

/**
 * How near restored rows of a table come to the truth, over the values that were not measured themselves and in the units of
 * the data. A guess without samples has its absolute error as its ranked probability score.
 */
final class RowScores {

    private static final List<String> MEASURES = List.of("CRPS", "MAE", "RMSE", "error of peak");

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
            return new RestorationScores.Scoring(List.of(), List.of());
        }
        List<RestorationScores.Method> methods = new ArrayList<>();
        Samples true1 = unseen.of(truth, 1);
        int perRow = posterior.perRow();
        double crps = perRow < 2 ? Double.NaN : mean(RankedProbability.fair(unseen.of(draws, perRow), true1));
        methods.add(new RestorationScores.Method(
                "samples",
                List.of(
                        crps,
                        PointErrors.between(true1, unseen.of(maps.median(), 1)).meanAbsolute(),
                        PointErrors.between(true1, unseen.of(maps.mean(), 1)).rootMeanSquare(),
                        peakError(truth, peaks(draws, perRow)))));
        Map<String, Samples> ways = new LinkedHashMap<>();
        ways.put("their mean alone", maps.mean());
        ways.put("a single sample", run.inDataUnits(posterior.sample(0)));
        ways.putAll(RowBaselines.of(run, measurements));
        ways.forEach((name, rows) -> {
            PointErrors errors = PointErrors.between(true1, unseen.of(rows, 1));
            methods.add(new RestorationScores.Method(
                    name,
                    List.of(
                            errors.meanAbsolute(),
                            errors.meanAbsolute(),
                            errors.rootMeanSquare(),
                            peakError(truth, peaks(rows, 1)))));
        });
        return new RestorationScores.Scoring(MEASURES, methods);
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
