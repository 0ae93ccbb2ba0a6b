package org.energymatching.plot;

/** A rectangle in points; y grows downwards. */
record Box(double x, double y, double width, double height) {

    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    double middleX() {
        return x + width / 2;
    }

    double middleY() {
        return y + height / 2;
    }

    /** What remains inside after the margins are taken away. */
    Box inside(Insets insets) {
        return new Box(
                x + insets.left(),
                y + insets.top(),
                Math.max(1, width - insets.left() - insets.right()),
                Math.max(1, height - insets.top() - insets.bottom()));
    }
}
