package org.energymatching.plot;

import org.energymatching.Samples;

/** Many thin translucent lines over the same x values: each row of the samples is one. */
record Curves(double[] xs, Samples rows, String label) implements Layer {

    @Override
    public void points(PointSink sink) {
        for (int row = 0; row < rows.rows(); row++) {
            for (int i = 0; i < xs.length; i++) {
                sink.point(xs[i], rows.values()[row * xs.length + i]);
            }
        }
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        Pen pen = Pen.solid(inks.main().fade(cover()), 0.9);
        for (int row = 0; row < rows.rows(); row++) {
            double[] ys = new double[xs.length];
            for (int i = 0; i < ys.length; i++) {
                ys[i] = rows.values()[row * xs.length + i];
            }
            for (Frame.Stretch stretch : frame.line(xs, ys)) {
                surface.polyline(stretch.xs(), stretch.ys(), pen);
            }
        }
    }

    /** The more curves there are, the more translucent. */
    private double cover() {
        return Math.max(0.06, Math.min(0.5, 2.5 / Math.sqrt(Math.max(1, rows.rows()))));
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.line(
                box.x(),
                box.middleY(),
                box.right(),
                box.middleY(),
                Pen.solid(inks.main().fade(0.55), 1.2));
    }
}
