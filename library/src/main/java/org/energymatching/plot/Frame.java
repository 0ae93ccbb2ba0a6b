package org.energymatching.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rectangle between the axes: takes values to points on the surface. */
record Frame(Box box, Axis x, Axis y) {

    /** Positions are kept within this many points, far outside every picture. */
    private static final double FAR = 20_000;

    /** A connected stretch of a line, in points on the surface. */
    record Stretch(double[] xs, double[] ys) {}

    /** Where an x value lies on the surface, NaN if it has no place. */
    double px(double value) {
        return bounded(box.x() + x.fraction(value) * box.width());
    }

    /** Where a y value lies on the surface, NaN if it has no place. */
    double py(double value) {
        return bounded(box.bottom() - y.fraction(value) * box.height());
    }

    /** The points that have a place, as one stretch. */
    Stretch points(double[] xs, double[] ys) {
        return stretch(xs, ys, 0, xs.length);
    }

    /** The line through the points, broken where one has no place, and thinned to what the eye can see. */
    List<Stretch> line(double[] xs, double[] ys) {
        List<Stretch> stretches = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= xs.length; i++) {
            if (i == xs.length || !x.scale().shows(xs[i]) || !y.scale().shows(ys[i])) {
                if (i > start) {
                    stretches.add(Thinning.of(stretch(xs, ys, start, i)));
                }
                start = i + 1;
            }
        }
        return stretches;
    }

    private Stretch stretch(double[] xs, double[] ys, int from, int to) {
        double[] across = new double[to - from];
        double[] down = new double[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            double px = px(xs[i]);
            double py = py(ys[i]);
            if (!Double.isNaN(px) && !Double.isNaN(py)) {
                across[count] = px;
                down[count++] = py;
            }
        }
        return new Stretch(Arrays.copyOf(across, count), Arrays.copyOf(down, count));
    }

    private static double bounded(double position) {
        return Math.max(-FAR, Math.min(FAR, position));
    }
}
