package org.energymatching.plot;

/** The margins between a picture's edge and its axes, in points. */
record Insets(double top, double right, double bottom, double left) {

    /** On each side the wider of the two, so that neighbouring panels line up. */
    Insets or(Insets other) {
        return new Insets(
                Math.max(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom),
                Math.max(left, other.left));
    }
}
