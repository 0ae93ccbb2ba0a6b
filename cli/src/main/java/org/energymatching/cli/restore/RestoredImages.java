package org.energymatching.cli.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.cli.output.Section;
import org.energymatching.plot.ImageGrid;
import org.energymatching.tensor.Shape;

/** The pictures of restored images: strips of what was, what was measured, and what it may have been. */
final class RestoredImages {

    private static final int SHOWN = 16;
    private static final int SAMPLES = 4;

    private RestoredImages() {}

    static List<Section> of(Measurements measurements, Posterior posterior, PosteriorMaps maps) {
        int rows = Math.min(SHOWN, measurements.shown().rows());
        List<Samples> columns = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        if (measurements.truth() != null) {
            columns.add(measurements.truth().slice(0, rows));
            labels.add("truth");
        }
        columns.add(measured(measurements, maps.mean().shape().row(), rows));
        labels.add("measured");
        for (int chain = 0; chain < Math.min(SAMPLES, posterior.chains()); chain++) {
            columns.add(posterior.sample(chain).slice(0, rows));
            labels.add("sample " + (chain + 1));
        }
        columns.add(maps.mean().slice(0, rows));
        labels.add("mean");
        Samples deviation = maps.deviation().slice(0, rows);
        float most = largest(deviation);
        columns.add(brightness(deviation, most));
        labels.add("deviation");
        String white = String.format(Locale.ROOT, "%.2f", most);
        return List.of(Section.of(
                "strips.png",
                "What was measured, and what it may have been",
                "Each row is one measurement"
                        + (measurements.truth() != null ? ", beside the truth. " : ". ")
                        + "The samples are drawn of all images that the measurement and the potential leave possible: they "
                        + "should agree with what was measured, look like data, and differ only where nothing was "
                        + "measured. Their mean is the best guess pixel by pixel, and blurred where they differ. The "
                        + "deviation of the samples tells where not to trust it: black is certain, white is " + white
                        + ", with 2 from black to white.",
                ImageGrid.columns(columns)
                        .columnLabels(labels)
                        .scale(scale(maps.mean().shape()))
                        .toPng()));
    }

    /** The measurements in the shape of the images: grey where nothing was measured, enlarged where it was coarse. */
    static Samples measured(Measurements measurements, Shape row, int rows) {
        Samples shown = measurements.shown().slice(0, rows);
        if (shown.shape().rank() != 4) {
            return carriedBack(measurements, shown, row);
        }
        int height = (int) row.at(1);
        int width = (int) row.at(2);
        int tall = (int) shown.shape().at(2);
        int wide = (int) shown.shape().at(3);
        float[] values = new float[Math.toIntExact(rows * row.size())];
        for (int i = 0; i < values.length; i++) {
            int plane = i / (height * width);
            int y = i / width % height * tall / height;
            int x = i % width * wide / width;
            float value = shown.values()[(plane * tall + y) * wide + x];
            values[i] = Float.isNaN(value) ? 0 : value;
        }
        return new Samples(values, row.batch(rows));
    }

    /** What has no places by itself is carried back by the transpose, and stretched over all shades. */
    private static Samples carriedBack(Measurements measurements, Samples shown, Shape row) {
        Instrument instrument = measurements.instrument();
        if (instrument == null) {
            throw new IllegalStateException("images are measured by an instrument");
        }
        float[] values = instrument.operator().adjointValues(shown.values());
        int width = row.length();
        for (int from = 0; from < values.length; from += width) {
            float most = 1e-6f;
            for (int j = from; j < from + width; j++) {
                most = Math.max(most, Math.abs(values[j]));
            }
            for (int j = from; j < from + width; j++) {
                values[j] /= most;
            }
        }
        return new Samples(values, row.batch(shown.rows()));
    }

    private static float largest(Samples samples) {
        float most = 1e-6f;
        for (float value : samples.values()) {
            most = Math.max(most, value);
        }
        return most;
    }

    /** From 0 … most to black … white. */
    static Samples brightness(Samples deviation, float most) {
        float[] values = deviation.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * values[i] / most - 1;
        }
        return new Samples(values, deviation.shape());
    }

    /** Tiles of 84 points or a little more, for labels to fit. */
    private static int scale(Shape images) {
        return (int) Math.max(1, Math.ceil(84.0 / images.at(3)));
    }
}
