package org.energymatching.plot;

import java.util.Arrays;
import java.util.List;

/**
 * The distribution of some values as a translucent staircase over bins that all histograms of a plot share.
 *
 * @param relative whether heights are those relative to the highest bin instead of densities
 */
record Histogram(double[] values, String label, Binning bins, boolean relative) implements Layer {

    private static final double COVER = 0.28;

    /** The histogram of some values over bins of their own. */
    static Histogram of(double[] values, String label) {
        return new Histogram(values, label, Binning.of(List.of(values), Scale.LINEAR), false);
    }

    /** The same values over other bins. */
    Histogram over(Binning others) {
        return new Histogram(values, label, others, relative);
    }

    /** The same values, the highest bin at one. */
    Histogram raised() {
        return new Histogram(values, label, bins, true);
    }

    /** How high each bin is. */
    private double[] heights() {
        double[] densities = bins.densities(values);
        double highest = Arrays.stream(densities).max().orElse(0);
        return relative && highest > 0
                ? Arrays.stream(densities).map(density -> density / highest).toArray()
                : densities;
    }

    /** What the heights over such an axis are called. */
    String measure(Scale scale) {
        return relative ? "frequency (highest bin = 1)" : scale.density();
    }

    @Override
    public void reach(Bounds bounds) {
        bounds.x(bins.edge(0));
        bounds.x(bins.edge(bins.count()));
        bounds.y(0);
        for (double height : heights()) {
            bounds.y(height);
        }
    }

    /** The bins hold every value that the axis can show. */
    @Override
    public void count(Census census) {
        for (double value : values) {
            census.value(bins.axis().scale().shows(value));
        }
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        double[] heights = heights();
        double[] across = new double[2 * heights.length + 2];
        double[] down = new double[across.length];
        for (int i = 0; i < heights.length; i++) {
            double top = heights[i] > 0 ? frame.py(heights[i]) : frame.box().bottom();
            across[2 * i + 1] = frame.px(bins.edge(i));
            across[2 * i + 2] = frame.px(bins.edge(i + 1));
            down[2 * i + 1] = top;
            down[2 * i + 2] = top;
        }
        int last = across.length - 1;
        across[0] = across[1];
        across[last] = across[last - 1];
        down[0] = frame.box().bottom();
        down[last] = frame.box().bottom();
        surface.polygon(across, down, inks.main().fade(COVER));
        surface.polyline(across, down, Pen.solid(inks.main(), 1.1));
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.rectangle(box, inks.main().fade(COVER));
        surface.outline(box, Pen.solid(inks.main(), 1));
    }
}
