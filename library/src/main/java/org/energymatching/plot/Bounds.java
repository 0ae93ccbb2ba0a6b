package org.energymatching.plot;

/** Collects the range that data cover, as positions on the two scales; what has no place on its scale is passed over. */
final class Bounds {

    private final Scale xScale;
    private final Scale yScale;
    private double left = Double.POSITIVE_INFINITY;
    private double right = Double.NEGATIVE_INFINITY;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    Bounds(Scale xScale, Scale yScale) {
        this.xScale = xScale;
        this.yScale = yScale;
    }

    /** Takes in a point if both its values have a place. */
    void point(double x, double y) {
        if (xScale.shows(x) && yScale.shows(y)) {
            x(x);
            y(y);
        }
    }

    void x(double value) {
        if (xScale.shows(value)) {
            left = Math.min(left, xScale.forward(value));
            right = Math.max(right, xScale.forward(value));
        }
    }

    void y(double value) {
        if (yScale.shows(value)) {
            lowest = Math.min(lowest, yScale.forward(value));
            highest = Math.max(highest, yScale.forward(value));
        }
    }

    /** The axis over the x values seen, or over one unit if there were none. */
    Axis xAxis() {
        return left <= right ? Axis.over(xScale, left, right) : Axis.over(xScale, 0, 1);
    }

    /** The axis over the y values seen, or over one unit if there were none. */
    Axis yAxis() {
        return lowest <= highest ? Axis.over(yScale, lowest, highest) : Axis.over(yScale, 0, 1);
    }
}
