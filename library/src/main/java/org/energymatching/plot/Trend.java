package org.energymatching.plot;

import java.util.Arrays;

/**
 * A noisy series: its values faintly, and boldly their moving mean.
 *
 * <p>The mean at point i is that of the points from i − h to i + h, as far as there are any, with h = min(w, i/2), where
 * w is a hundredth of the number of points, but at least 50 and at most 500. It narrows towards the first steps, so that
 * a logarithmic axis, which spreads them out, does not show them blurred. Values that are not finite are passed over.
 */
record Trend(Line raw, Line smooth) implements Layer {

    private static final int NARROW = 50;
    private static final int WIDE = 500;

    static Trend of(double[] xs, double[] ys, String label) {
        return new Trend(new Line(xs, ys, label), new Line(xs, smoothed(ys), label));
    }

    /** The moving mean of the values. */
    static double[] smoothed(double[] values) {
        int length = values.length;
        int widest = Math.max(NARROW, Math.min(WIDE, length / 100));
        double[] smoothed = new double[length];
        for (int i = 0; i < length; i++) {
            int half = Math.min(widest, i / 2);
            smoothed[i] = Arrays.stream(values, i - half, Math.min(length, i + half + 1))
                    .filter(Scale.LINEAR::shows)
                    .average()
                    .orElse(Double.NaN);
        }
        return smoothed;
    }

    @Override
    public String label() {
        return raw.label();
    }

    @Override
    public void points(PointSink sink) {
        raw.points(sink);
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        raw.draw(surface, frame, inks.faint());
        smooth.draw(surface, frame, inks);
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        smooth.swatch(surface, box, inks);
    }
}
