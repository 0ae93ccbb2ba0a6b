package org.energymatching.plot;

/** A cloud of points: the more there are, the smaller and the more translucent the dots. */
record Scatter(double[] xs, double[] ys, String label) implements Layer {

    @Override
    public void points(PointSink sink) {
        for (int i = 0; i < xs.length; i++) {
            sink.point(xs[i], ys[i]);
        }
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        Frame.Stretch dots = frame.points(xs, ys);
        double radius = xs.length <= 300 ? 2.2 : xs.length <= 3000 ? 1.6 : xs.length <= 20_000 ? 1.2 : 0.8;
        double cover = xs.length <= 300 ? 0.75 : xs.length <= 3000 ? 0.5 : xs.length <= 20_000 ? 0.35 : 0.2;
        if (inks.overField()) {
            surface.discs(dots.xs(), dots.ys(), radius + 0.4, Colour.TEXT.fade(cover / 2));
        }
        surface.discs(dots.xs(), dots.ys(), radius, inks.main().fade(inks.overField() ? cover + 0.2 : cover));
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        if (inks.overField()) {
            surface.disc(box.middleX(), box.middleY(), 3.2, Colour.TEXT.fade(0.6));
        }
        surface.disc(box.middleX(), box.middleY(), 2.6, inks.main());
    }
}
