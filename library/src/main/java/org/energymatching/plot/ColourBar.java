package org.energymatching.plot;

/** The scale of a field's colours, beside the axes; an arrow at an end says that there are values beyond. */
record ColourBar(Surface surface, Field field) {

    private static final double GAP = 12;
    private static final double WIDTH = 11;
    private static final double TICK = 3;
    private static final double CAPTION = 18;
    private static final int STEPS = 128;

    /** How far it reaches from the axes to the right. */
    double reach() {
        Ticks ticks = ticks();
        return GAP + WIDTH + TICK + 4 + ticks.widest(surface) + (ticks.hasCaption(field.label()) ? CAPTION : 0);
    }

    /** Draws it at the right of the axes. */
    void draw(Box box) {
        Box bar = new Box(box.right() + GAP, box.y(), WIDTH, box.height());
        for (int i = 0; i < STEPS; i++) {
            double top = bar.bottom() - bar.height() * (i + 1) / STEPS;
            double height = Math.min(bar.height() / STEPS + 0.5, bar.bottom() - top);
            surface.rectangle(new Box(bar.x(), top, WIDTH, height), ColourMap.at((i + 0.5) / STEPS));
        }
        if (field.above()) {
            arrow(bar, bar.y(), -WIDTH / 2, ColourMap.at(1));
        }
        if (field.below()) {
            arrow(bar, bar.bottom(), WIDTH / 2, ColourMap.at(0));
        }
        Pen pen = Pen.solid(Colour.AXIS, 0.8);
        Ticks ticks = ticks();
        for (int i = 0; i < ticks.values().length; i++) {
            double place = bar.bottom() - field.colours().fraction(ticks.values()[i]) * bar.height();
            surface.line(bar.right(), place, bar.right() + TICK, place, pen);
            Script label = Script.of(ticks.labels()[i]);
            surface.text(label, bar.right() + TICK + 3, place + 3.4, Typeface.TICK, Script.Anchor.START, false);
        }
        double column = bar.right() + TICK + ticks.widest(surface) + CAPTION;
        Script caption = Script.of(ticks.caption(surface, field.label(), bar.height()));
        surface.text(caption, column, bar.middleY(), Typeface.LABEL, Script.Anchor.MIDDLE, true);
    }

    private void arrow(Box bar, double base, double height, Colour colour) {
        surface.polygon(
                new double[] {bar.x(), bar.middleX(), bar.right()}, new double[] {base, base + height, base}, colour);
    }

    private Ticks ticks() {
        return field.colours().ticks(Field.LEVELS);
    }
}
