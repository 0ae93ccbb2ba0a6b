package org.energymatching.plot;

import java.awt.image.BufferedImage;

/** What a chart is drawn on, in points (1/72 inch) from the upper left corner, y downwards. */
interface Surface {

    /** An open line through the points. */
    void polyline(double[] xs, double[] ys, Pen pen);

    /** A filled closed shape through the points. */
    void polygon(double[] xs, double[] ys, Colour fill);

    /** Discs of one radius, each blended on its own, so that crowds look darker. */
    void discs(double[] xs, double[] ys, double radius, Colour fill);

    /** A filled rectangle. */
    void rectangle(Box box, Colour fill);

    /** A picture stretched over a rectangle. */
    void image(BufferedImage image, Box box);

    /** A picture enlarged to a rectangle with its pixels staying square and sharp. */
    void pixels(BufferedImage image, Box box);

    /** Text with its anchor on the baseline at (x, y), read from left to right or, if {@code upwards}, from below. */
    void text(Script text, double x, double y, Typeface face, Script.Anchor anchor, boolean upwards);

    /** The width in points of letters on one height. */
    double width(String text, Typeface face);

    /** Runs the drawing with everything outside the box cut off. */
    void clipped(Box box, Runnable drawing);

    /** A straight line. */
    default void line(double x1, double y1, double x2, double y2, Pen pen) {
        polyline(new double[] {x1, x2}, new double[] {y1, y2}, pen);
    }

    /** The outline of a rectangle. */
    default void outline(Box box, Pen pen) {
        polyline(
                new double[] {box.x(), box.right(), box.right(), box.x(), box.x()},
                new double[] {box.y(), box.y(), box.bottom(), box.bottom(), box.y()},
                pen);
    }

    /** A single disc. */
    default void disc(double x, double y, double radius, Colour fill) {
        discs(new double[] {x}, new double[] {y}, radius, fill);
    }
}
