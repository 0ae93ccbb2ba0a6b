package org.energymatching.cli.restore;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.baseline.GaussianPosterior;
import org.energymatching.baseline.MeanFilling;
import org.energymatching.baseline.SeriesInterpolation;
import org.energymatching.baseline.TotalVariation;
import org.energymatching.baseline.TotalVariationFilling;
import org.energymatching.baseline.Upsampling;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Standardization;
import org.energymatching.density.Gaussian;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.jspecify.annotations.Nullable;

/** Baselines: restorations of the same measurements without a network, in the units of the data. */
final class Baselines {

    private static final String LINEAR = "linear interpolation";
    private static final String CUBIC = "cubic interpolation";

    private Baselines() {}

    /** The restored rows of each baseline that applies to the measurement, by its name. */
    static Map<String, Samples> of(TrainedRun run, Measurements measurements) {
        return run.ofPictures()
                ? images(measurements, run.checkpoint().architecture().inputShape())
                : rows(run, measurements);
    }

    private static Map<String, Samples> images(Measurements measurements, Shape row) {
        Map<String, Samples> all = new LinkedHashMap<>();
        Samples shown = measurements.shown();
        int finer = Measurements.finer(shown, row);
        if (finer == 1 && gaps(shown)) {
            all.put("mean filling", MeanFilling.ofRow((int) row.at(0)).fill(shown));
            all.put("total variation filling", new TotalVariationFilling(row).fill(shown));
        } else if (finer == 1) {
            all.put("as measured", shown);
        } else if (finer > 1 && !gaps(shown)) {
            all.put("nearest", Upsampling.NEAREST.apply(shown, finer));
            all.put("bicubic", Upsampling.BICUBIC.apply(shown, finer));
        }
        double sigma = measurements.noise().sigma();
        if (sigma > 0) {
            Map<String, Samples> denoised = new LinkedHashMap<>();
            all.forEach((name, images) -> {
                if (!name.equals("mean filling") && !name.equals("nearest")) {
                    denoised.put(
                            name.equals("as measured") ? "total variation" : name + ", denoised",
                            TotalVariation.denoiseTo(images, sigma));
                }
            });
            all.putAll(denoised);
        }
        all.replaceAll((name, images) -> images.clamped(-1, 1));
        return all;
    }

    private static Map<String, Samples> rows(TrainedRun run, Measurements measurements) {
        Map<String, Samples> all = new LinkedHashMap<>();
        Samples shown = measurements.shown();
        int width = run.width();
        Instrument instrument = measurements.instrument();
        if (shown.width() == width && gaps(shown)) {
            all.put(LINEAR, SeriesInterpolation.LINEAR.fill(shown));
            all.put(CUBIC, SeriesInterpolation.CUBIC.fill(shown));
        } else if (shown.width() < width
                && width % shown.width() == 0
                && instrument != null
                && !instrument.text().contains("compressed")
                && instrument.hole() == null) {
            all.put(LINEAR, SeriesInterpolation.LINEAR.finer(shown, width / shown.width()));
            all.put(CUBIC, SeriesInterpolation.CUBIC.finer(shown, width / shown.width()));
        } else if (shown.width() == width) {
            all.put("as measured", shown);
        }
        if (run.checkpoint().standardization() != null) {
            Samples known = shown;
            if (shown.width() != width) {
                float[] blank = new float[shown.rows() * width];
                Arrays.fill(blank, Float.NaN);
                known = new Samples(blank, Shape.of(shown.rows(), width));
            }
            all.put("mean row", new MeanFilling(DoubleMatrix.rounded(run.means())).fill(known));
        }
        return all;
    }

    /**
     * Samples of the posterior under a normal prior with the mean and the covariance of the training rows; null where these
     * were not read, or where every row has its own gaps.
     */
    static @Nullable Samples normal(TrainedRun run, Measurements measurements, int perRow, long seed) {
        Instrument instrument = measurements.instrument();
        if (instrument == null || measurements.training() == null) {
            return null;
        }
        NoiseText noise = measurements.noise();
        Standardization units = run.checkpoint().standardization();
        double sigma =
                noise.exact() ? Measurements.NEARLY_EXACT * (units == null ? 1 : units.scale()[0]) : noise.sigma();
        Samples y = new Samples(
                instrument.measured(measurements.shown()),
                instrument.operator().outputShape().batch(measurements.shown().rows()));
        return GaussianPosterior.of(
                        Gaussian.fit(run.inDataUnits(measurements.training())),
                        instrument.operator().with(NoiseModel.gaussian(sigma)))
                .sample(y, perRow, seed);
    }

    private static boolean gaps(Samples shown) {
        for (float value : shown.values()) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }
}
