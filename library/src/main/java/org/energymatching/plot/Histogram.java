package org.energymatching.plot;

import java.util.List;

/** The distribution of some values as a translucent staircase over bins that all histograms of a plot share. */
record Histogram(double[] values, String label, Binning bins) implements Layer {

    private static final double COVER = 0.28;

    /** The histogram of some values over bins of their own. */
    static Histogram of(double[] values, String label) {
        return new Histogram(values, label, Binning.of(List.of(values), Scale.LINEAR));
    }

    /** The same values over other bins. */
    Histogram over(Binning others) {
        return new Histogram(values, label, others);
    }

    @Override
    public void reach(Bounds bounds) {
        bounds.x(bins.edge(0));
        bounds.x(bins.edge(bins.count()));
        bounds.y(0);
        for (double density : bins.densities(values)) {
            bounds.y(density);
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
        double[] densities = bins.densities(values);
        double[] across = new double[2 * densities.length + 2];
        double[] down = new double[across.length];
        for (int i = 0; i < densities.length; i++) {
            double top = densities[i] > 0 ? frame.py(densities[i]) : frame.box().bottom();
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
