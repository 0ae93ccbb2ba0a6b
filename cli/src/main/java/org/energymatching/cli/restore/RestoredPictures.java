package org.energymatching.cli.restore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.baseline.Upsampling;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.plot.ImageGrid;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.posterior.EnsembleSummary;
import org.energymatching.sampling.posterior.Posterior;
import org.energymatching.tensor.Shape;

/** Figures of restored rows: strips of images, or curves of the rows of a table. */
final class RestoredPictures {

    private static final int IMAGES = 16;
    private static final int ROWS = 6;
    private static final int SAMPLES = 4;
    private static final int CURVES = 8;

    private static final String TITLE = "What was measured, and what it may have been";

    private RestoredPictures() {}

    static Section of(TrainedRun run, Measurements measurements, Posterior posterior, EnsembleSummary summary) {
        return run.ofPictures()
                ? strips(measurements, posterior, summary)
                : rows(run, measurements, posterior, summary);
    }

    private static Section strips(Measurements measurements, Posterior posterior, EnsembleSummary summary) {
        Samples truth = measurements.truth();
        Map<String, Samples> columns = new LinkedHashMap<>();
        if (truth != null) {
            columns.put("truth", truth);
        }
        columns.put("measured", measured(measurements, summary.mean().shape().row()));
        for (int chain = 0; chain < Math.min(SAMPLES, posterior.chains()); chain++) {
            columns.put("sample " + (chain + 1), posterior.sample(chain));
        }
        columns.put("mean", summary.mean());
        int rows = Math.min(IMAGES, measurements.shown().rows());
        Samples deviation = summary.deviation().slice(0, rows);
        float most = largest(deviation, 0, deviation.values().length);
        float[] brightness = deviation.values().clone();
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = 2 * brightness[i] / most - 1;
        }
        columns.put("deviation", new Samples(brightness, deviation.shape()));
        return Section.of(
                "strips.png",
                TITLE,
                "Each row is one measurement"
                        + (truth != null ? ", beside the truth. " : ". ")
                        + "The samples are drawn of all images that the measurement and the potential leave possible: they "
                        + "should agree with what was measured, look like data, and differ only where nothing was "
                        + "measured. Their mean is the best guess pixel by pixel, and blurred where they differ. The "
                        + "deviation of the samples says where not to trust it: black is certain, white is "
                        + Numbers.format("%.2f", most) + ", with 2 from black to white.",
                ImageGrid.columns(columns.values().stream()
                                .map(images -> images.slice(0, rows))
                                .toList())
                        .columnLabels(List.copyOf(columns.keySet()))
                        .scale((int)
                                Math.max(1, Math.ceil(84.0 / deviation.shape().at(3)))) // room for labels
                        .toPng());
    }

    /** The measurements in the shape of the images: grey where pixels were not measured, enlarged where they are coarser. */
    private static Samples measured(Measurements measurements, Shape row) {
        Samples shown = measurements.shown();
        int finer = Measurements.finer(shown, row);
        if (finer == 0) {
            return carriedBack(measurements, row);
        }
        float[] values = finer == 1
                ? shown.values().clone()
                : Upsampling.NEAREST.apply(shown, finer).values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? 0 : values[i];
        }
        return new Samples(values, row.batch(shown.rows()));
    }

    /** Measurements without positions are mapped to an image by the transpose, and scaled to all shades. */
    private static Samples carriedBack(Measurements measurements, Shape row) {
        Instrument instrument = measurements.instrument();
        if (instrument == null) {
            throw new IllegalStateException("images are measured by an instrument");
        }
        float[] values =
                instrument.operator().adjointValues(measurements.shown().values());
        int width = row.length();
        for (int from = 0; from < values.length; from += width) {
            float most =
                    largest(new Samples(values, row.batch(measurements.shown().rows())), from, from + width);
            for (int j = from; j < from + width; j++) {
                values[j] /= most;
            }
        }
        return new Samples(values, row.batch(measurements.shown().rows()));
    }

    /** The largest magnitude, as a divisor. */
    private static float largest(Samples samples, int from, int to) {
        float most = 1e-6f;
        for (int i = from; i < to; i++) {
            most = Math.max(most, Math.abs(samples.values()[i]));
        }
        return most;
    }

    private static Section rows(
            TrainedRun run, Measurements measurements, Posterior posterior, EnsembleSummary summary) {
        Samples truth = measurements.truth() == null ? null : run.inDataUnits(measurements.truth());
        List<Samples> samples = IntStream.range(0, Math.min(CURVES, posterior.chains()))
                .mapToObj(chain -> run.inDataUnits(posterior.sample(chain)))
                .toList();
        double[] xs = IntStream.rangeClosed(1, run.width()).asDoubleStream().toArray();
        List<Plot> plots = new ArrayList<>();
        for (int i = 0; i < Math.min(ROWS, measurements.shown().rows()); i++) {
            int row = i;
            List<Samples> curves =
                    samples.stream().map(chain -> chain.slice(row, row + 1)).toList();
            Plot plot = Plot.titled("Row " + (i + 1))
                    .x("column")
                    .y("value")
                    .band(xs, doubles(summary.low(), i), doubles(summary.high(), i), "90 %")
                    .curves(xs, Samples.concat(curves), "samples")
                    .line(xs, doubles(summary.mean(), i), "mean");
            if (truth != null) {
                plot = plot.line(xs, doubles(truth, i), "truth");
            }
            plots.add(measured(plot, measurements.shown().row(i), run.width()));
        }
        return Section.of(
                "rows.png",
                TITLE,
                "Each chart is one measured row, its columns from left to right. The dots were measured. The thin lines are "
                        + "samples of all rows that the measurement and the potential leave possible: they should agree "
                        + "with the dots and look like rows of data between them. Their mean is the best guess, and nine "
                        + "of ten true values should lie in the band.",
                Panels.grid(2, plots).toPng());
    }

    /** Dots at measured columns, or means of several neighbours; none for measurements without a position in the row. */
    private static Plot measured(Plot plot, float[] shown, int width) {
        if (shown.length > width || width % shown.length != 0) {
            return plot;
        }
        int each = width / shown.length;
        float[][] dots = IntStream.range(0, shown.length)
                .filter(k -> !Float.isNaN(shown[k]))
                .mapToObj(k -> new float[] {k * each + 0.5f * (each + 1), shown[k]})
                .toArray(float[][]::new);
        return dots.length == 0 ? plot : plot.scatter(Samples.of(dots), "measured");
    }

    private static double[] doubles(Samples samples, int row) {
        float[] values = samples.row(row);
        return IntStream.range(0, values.length).mapToDouble(j -> values[j]).toArray();
    }
}
