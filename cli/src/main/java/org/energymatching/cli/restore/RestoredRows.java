package org.energymatching.cli.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;

/** The pictures of restored rows of a table: curves of what was, what was measured, and what it may have been. */
final class RestoredRows {

    private static final int SHOWN = 6;
    private static final int SAMPLES = 8;

    private RestoredRows() {}

    /** All in the units of the data. */
    static List<Section> of(TrainedRun run, Measurements measurements, Posterior posterior, PosteriorMaps maps) {
        int rows = Math.min(SHOWN, measurements.shown().rows());
        Samples truth = measurements.truthInDataUnits(run);
        List<Samples> samples = new ArrayList<>();
        for (int chain = 0; chain < Math.min(SAMPLES, posterior.chains()); chain++) {
            samples.add(run.inDataUnits(posterior.sample(chain)));
        }
        double[] xs = IntStream.rangeClosed(1, run.width()).asDoubleStream().toArray();
        List<Plot> plots = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int row = i;
            Plot plot = Plot.titled("Row " + (i + 1))
                    .x("column")
                    .y("value")
                    .band(xs, doubles(maps.low(), i), doubles(maps.high(), i), "90 %")
                    .curves(
                            xs,
                            Samples.concat(samples.stream()
                                    .map(chain -> chain.slice(row, row + 1))
                                    .toList()),
                            "samples")
                    .line(xs, doubles(maps.mean(), i), "mean");
            if (truth != null) {
                plot = plot.line(xs, doubles(truth, i), "truth");
            }
            plots.add(measured(plot, measurements.shown(), i, run.width()));
        }
        return List.of(Section.of(
                "rows.png",
                "What was measured, and what it may have been",
                "Each chart is one measured row, its columns from left to right. The dots were measured. The thin lines are "
                        + "samples of all rows that the measurement and the potential leave possible: they should agree "
                        + "with the dots and look like rows of data between them. Their mean is the best guess, and nine "
                        + "of ten true values should lie in the band.",
                Panels.grid(2, plots).toPng()));
    }

    /** Dots where columns, or means of several neighbours, were measured; nothing where they have no place in the row. */
    private static Plot measured(Plot plot, Samples shown, int row, int width) {
        int count = shown.width();
        if (count > width || width % count != 0) {
            return plot;
        }
        int each = width / count;
        List<float[]> dots = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            float value = shown.values()[row * count + k];
            if (!Float.isNaN(value)) {
                dots.add(new float[] {k * each + 0.5f * (each + 1), value});
            }
        }
        return dots.isEmpty() ? plot : plot.scatter(Samples.of(dots.toArray(float[][]::new)), "measured");
    }

    private static double[] doubles(Samples samples, int row) {
        int width = samples.width();
        return IntStream.range(row * width, (row + 1) * width)
                .mapToDouble(i -> samples.values()[i])
                .toArray();
    }
}
