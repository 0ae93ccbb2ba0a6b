package org.energymatching.cli.restore;

import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.baseline.MeanFilling;
import org.energymatching.baseline.TotalVariation;
import org.energymatching.baseline.TotalVariationFilling;
import org.energymatching.baseline.Upsampling;
import org.energymatching.tensor.Shape;

/** What simple restorers, which have learnt nothing, make of measured images. */
public final class ImageBaselines {

    private ImageBaselines() {}

    /** To each way its images, those for what was measured. */
    static Map<String, Samples> of(Measurements measurements, Shape row) {
        Map<String, Samples> all = new LinkedHashMap<>();
        Instrument instrument = measurements.instrument();
        if (instrument == null) {
            return all;
        }
        Samples shown = measurements.shown();
        if (instrument.hole() != null && shown.shape().row().equals(row)) {
            boolean[] missing = instrument.hole().missing();
            all.put("mean filling", MeanFilling.ofRow((int) row.at(0)).fill(shown, missing));
            all.put("total variation filling", new TotalVariationFilling(row).fill(shown, missing));
        } else if (shown.shape().row().equals(row)) {
            all.put("as measured", shown);
        } else if (shown.shape().rank() == 4 && finer(shown.shape().row(), row) > 1) {
            int factor = finer(shown.shape().row(), row);
            for (Upsampling way : Upsampling.values()) {
                all.put(way == Upsampling.NEAREST ? "nearest" : "bicubic", way.apply(shown, factor));
            }
        }
        NoiseText noise = measurements.noise();
        if (noise.gaussian() && !noise.exact()) {
            for (String way : all.keySet().toArray(String[]::new)) {
                Samples images = all.get(way);
                if (images != null && !way.equals("mean filling") && !way.equals("nearest")) {
                    all.put(
                            way.equals("as measured") ? "total variation" : way + ", denoised",
                            TotalVariation.denoiseTo(images, noise.sigma()));
                }
            }
        }
        all.replaceAll((way, images) -> within(images));
        return all;
    }

    /** How many times finer the images are than what was measured; 0 where that is no whole number. */
    private static int finer(Shape coarse, Shape row) {
        long factor = row.at(1) / coarse.at(1);
        return coarse.at(0) == row.at(0) && factor * coarse.at(1) == row.at(1) && factor * coarse.at(2) == row.at(2)
                ? (int) factor
                : 0;
    }

    /** Pixels within [-1, 1], as those of every way. */
    public static Samples within(Samples images) {
        float[] values = images.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(-1, Math.min(1, values[i]));
        }
        return new Samples(values, images.shape());
    }
}
