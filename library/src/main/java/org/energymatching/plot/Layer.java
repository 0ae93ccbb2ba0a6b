package org.energymatching.plot;

import java.util.List;

/** One thing drawn between the axes: a line, a cloud of points, a field. */
interface Layer {

    /** What the legend calls it; nothing leaves it out of the legend. */
    String label();

    /** Hands over every point that should be seen, whether or not it can be. */
    default void points(PointSink sink) {}

    /** Stretches the bounds until the layer fits. */
    default void reach(Bounds bounds) {
        points(bounds::point);
    }

    /** Counts what can be seen and what cannot. */
    default void count(Census census) {
        points(census::point);
    }

    /** Draws the layer, already clipped to the frame. */
    void draw(Surface surface, Frame frame, Inks inks);

    /** Its entry in the legend. */
    default List<Key> keys(Inks inks) {
        return label().isEmpty() ? List.of() : List.of(new Key(label(), (surface, box) -> swatch(surface, box, inks)));
    }

    /** Draws the sample that stands beside the label in the legend. */
    void swatch(Surface surface, Box box, Inks inks);

    /** Takes points one by one. */
    @FunctionalInterface
    interface PointSink {
        void point(double x, double y);
    }

    /** An entry of the legend. */
    record Key(String label, Swatch swatch) {}

    /** Draws a sample of a layer into a small box. */
    @FunctionalInterface
    interface Swatch {
        void draw(Surface surface, Box box);
    }
}
