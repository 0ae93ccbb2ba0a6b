package org.energymatching.plot;

/**
 * A dashed line right across the picture at one x or one y.
 *
 * @param vertical whether {@code value} is an x
 */
record Reference(boolean vertical, double value, String label, Pen.Dash dash) implements Layer {

    @Override
    public void reach(Bounds bounds) {
        if (vertical) {
            bounds.x(value);
        } else {
            bounds.y(value);
        }
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        Box box = frame.box();
        double place = vertical ? frame.px(value) : frame.py(value);
        if (Double.isNaN(place)) {
            return;
        }
        if (vertical) {
            surface.line(place, box.y(), place, box.bottom(), pen(inks));
        } else {
            surface.line(box.x(), place, box.right(), place, pen(inks));
        }
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.line(box.x(), box.middleY(), box.right(), box.middleY(), pen(inks));
    }

    private Pen pen(Inks inks) {
        return new Pen(inks.main(), 1.1, dash);
    }
}
