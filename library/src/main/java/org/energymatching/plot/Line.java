package org.energymatching.plot;

/** A line through points; a point without neighbours is drawn as a dot. */
record Line(double[] xs, double[] ys, String label) implements Layer {

    private static final double WIDTH = 1.4;

    @Override
    public void points(PointSink sink) {
        for (int i = 0; i < xs.length; i++) {
            sink.point(xs[i], ys[i]);
        }
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        for (Frame.Stretch stretch : frame.line(xs, ys)) {
            if (stretch.xs().length == 1) {
                surface.discs(stretch.xs(), stretch.ys(), 1.4 * WIDTH, inks.main());
            } else {
                surface.polyline(stretch.xs(), stretch.ys(), Pen.solid(inks.main(), WIDTH));
            }
        }
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.line(box.x(), box.middleY(), box.right(), box.middleY(), Pen.solid(inks.main(), WIDTH + 0.4));
    }
}
