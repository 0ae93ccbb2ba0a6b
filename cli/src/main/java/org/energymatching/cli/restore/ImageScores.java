package org.energymatching.cli.restore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.metric.PeakSignalToNoise;
import org.energymatching.metric.StructuralSimilarity;

/** How near restored images come to the truth, over the whole of each. */
final class ImageScores {

    /** Smaller images have no window to compare structures in. */
    private static final int WINDOW = 11;

    private ImageScores() {}

    static RestorationScores.Scoring of(
            Measurements measurements, Samples truth, Posterior posterior, PosteriorMaps maps) {
        Map<String, Samples> ways = new LinkedHashMap<>();
        ways.put("mean of samples", maps.mean());
        ways.put("a single sample", ImageBaselines.within(posterior.sample(0)));
        Map<String, Samples> simple =
                ImageBaselines.of(measurements, truth.shape().row());
        ways.putAll(simple);
        boolean large = truth.shape().at(2) >= WINDOW && truth.shape().at(3) >= WINDOW;
        List<RestorationScores.Method> methods = new ArrayList<>();
        Map<String, double[]> others = new LinkedHashMap<>();
        simple.forEach((name, images) -> others.put(name, PeakSignalToNoise.perRow(truth, images)));
        ways.forEach((name, images) -> {
            List<Double> values = new ArrayList<>(List.of(mean(PeakSignalToNoise.perRow(truth, images))));
            if (large) {
                values.add(mean(StructuralSimilarity.perRow(truth, images)));
            }
            methods.add(new RestorationScores.Method(name, values));
        });
        return new RestorationScores.Scoring(
                large ? List.of("PSNR", "SSIM") : List.of("PSNR"),
                methods,
                RestorationScores.judged("PSNR in dB", PeakSignalToNoise.perRow(truth, maps.mean()), others, true));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
