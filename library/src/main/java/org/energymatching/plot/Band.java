package org.energymatching.plot;

/** A shaded band between two lines, such as two quantiles; broken where either has no place. */
record Band(double[] xs, double[] low, double[] high, String label) implements Layer {

    private static final double COVER = 0.2;

    @Override
    public void points(PointSink sink) {
        for (int i = 0; i < xs.length; i++) {
            sink.point(xs[i], low[i]);
            sink.point(xs[i], high[i]);
        }
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        int start = 0;
        for (int i = 0; i <= xs.length; i++) {
            boolean gap = i == xs.length
                    || !frame.x().scale().shows(xs[i])
                    || !frame.y().scale().shows(low[i])
                    || !frame.y().scale().shows(high[i]);
            if (gap) {
                if (i > start) {
                    shade(surface, frame, inks, start, i);
                }
                start = i + 1;
            }
        }
    }

    private void shade(Surface surface, Frame frame, Inks inks, int from, int to) {
        int length = to - from;
        double[] across = new double[2 * length];
        double[] down = new double[2 * length];
        for (int i = 0; i < length; i++) {
            int back = 2 * length - 1 - i;
            across[i] = frame.px(xs[from + i]);
            across[back] = across[i];
            down[i] = frame.py(low[from + i]);
            down[back] = frame.py(high[from + i]);
        }
        surface.polygon(across, down, inks.main().fade(COVER));
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.rectangle(box, inks.main().fade(COVER + 0.05));
    }
}
