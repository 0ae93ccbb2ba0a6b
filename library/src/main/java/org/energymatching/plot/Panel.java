package org.energymatching.plot;

import java.util.List;

/** Lays out one chart in its part of the picture: title, legend, axes with marks and labels, colour bar and notes. */
final class Panel {

    private static final double MARGIN = 10;
    private static final double TITLE_LINE = 16;
    private static final double NOTE_LINE = 11;
    private static final double TICK = 4;
    private static final double MINOR_TICK = 2.2;
    private static final double BAR = 11;
    private static final double BAR_GAP = 12;
    private static final double MARKS_EVERY = 42;
    private static final double LABEL_GAP = 14;
    private static final Pen SPINE = Pen.solid(Colour.AXIS, 0.8);
    private static final Pen GRID = Pen.solid(Colour.GRID, 0.7);

    private final Chart chart;
    private final Surface surface;
    private final Box cell;
    private final Ticks yTicks;
    private final Legend legend;

    Panel(Chart chart, Surface surface, Box cell) {
        this.chart = chart;
        this.surface = surface;
        this.cell = cell;
        this.yTicks = chart.y().ticks((int) Math.max(2, Math.min(8, (cell.height() - 100) / MARKS_EVERY)));
        this.legend = new Legend(surface, chart.legend(), chart.field() != null);
    }

    /** The margins that this chart needs around its axes. */
    Insets insets() {
        double left = MARGIN + TICK + 4 + widest(yTicks) + (yCaption().isEmpty() ? 0 : LABEL_GAP + 5);
        double right = MARGIN + 8;
        Field field = chart.field();
        if (field != null) {
            Ticks ticks = field.colours().ticks(Field.LEVELS);
            right = BAR_GAP + BAR + TICK + 3 + widest(ticks) + MARGIN;
            right += ticks.caption(field.label()).isEmpty() ? 0 : LABEL_GAP + 4;
        }
        double width = cell.width() - left - right;
        double top = MARGIN + TITLE_LINE * title(width).size() + legend.height(width) + 6;
        double bottom = MARGIN
                + TICK
                + 13
                + (xCaption(ticksFor(width)).isEmpty() ? 0 : LABEL_GAP + 4)
                + NOTE_LINE * notes(width).size();
        return new Insets(top, right, bottom, left);
    }

    /** The rectangle between the axes, given the margins: all of what remains, or less to keep units equal. */
    Box plotBox(Insets insets) {
        Box room = cell.inside(insets);
        if (!chart.equalAspect()) {
            return room;
        }
        double unit = Math.min(
                room.width() / chart.x().length(), room.height() / chart.y().length());
        double width = unit * chart.x().length();
        double height = unit * chart.y().length();
        return new Box(room.x() + (room.width() - width) / 2, room.y() + (room.height() - height) / 2, width, height);
    }

    /** Draws everything. */
    void draw(Insets insets) {
        Frame frame = new Frame(plotBox(insets), chart.x(), chart.y());
        Box box = frame.box();
        Ticks xTicks = ticksFor(box.width());
        if (chart.field() == null) {
            drawGrid(frame, xTicks);
        }
        chart.drawLayers(surface, frame);
        if (chart.empty()) {
            text("no values to show", box.middleX(), box.middleY(), Typeface.NOTE, Script.Anchor.MIDDLE);
        }
        drawSpines(box);
        drawXAxis(frame, xTicks);
        drawYAxis(frame);
        Field field = chart.field();
        if (field != null) {
            drawColourBar(box, field);
        }
        double width = cell.inside(insets).width();
        double top = box.y() - 6 - legend.height(width);
        legend.draw(box.x(), top, width);
        List<String> title = title(width);
        for (int i = 0; i < title.size(); i++) {
            double baseline = top - 5 - TITLE_LINE * (title.size() - 1 - i);
            text(title.get(i), box.x(), baseline, Typeface.TITLE, Script.Anchor.START);
        }
        List<String> notes = notes(width);
        for (int i = 0; i < notes.size(); i++) {
            double baseline = cell.bottom() - MARGIN + 2 - NOTE_LINE * (notes.size() - 1 - i);
            text(notes.get(i), box.x(), baseline, Typeface.NOTE, Script.Anchor.START);
        }
    }

    private void drawGrid(Frame frame, Ticks xTicks) {
        Box box = frame.box();
        for (double value : xTicks.values()) {
            double place = frame.px(value);
            surface.line(place, box.y(), place, box.bottom(), GRID);
        }
        for (double value : yTicks.values()) {
            double place = frame.py(value);
            surface.line(box.x(), place, box.right(), place, GRID);
        }
    }

    private void drawSpines(Box box) {
        if (chart.field() != null) {
            surface.outline(box, SPINE);
        } else {
            surface.polyline(
                    new double[] {box.x(), box.x(), box.right()},
                    new double[] {box.y(), box.bottom(), box.bottom()},
                    SPINE);
        }
    }

    private void drawXAxis(Frame frame, Ticks ticks) {
        double base = frame.box().bottom();
        for (double value : ticks.minor()) {
            surface.line(frame.px(value), base, frame.px(value), base + MINOR_TICK, SPINE);
        }
        for (int i = 0; i < ticks.values().length; i++) {
            double place = frame.px(ticks.values()[i]);
            surface.line(place, base, place, base + TICK, SPINE);
            text(ticks.labels()[i], place, base + TICK + 11, Typeface.TICK, Script.Anchor.MIDDLE);
        }
        String caption = Script.fitted(
                surface, xCaption(ticks), Typeface.LABEL, frame.box().width());
        text(caption, frame.box().middleX(), base + TICK + 11 + LABEL_GAP + 3, Typeface.LABEL, Script.Anchor.MIDDLE);
    }

    private void drawYAxis(Frame frame) {
        double base = frame.box().x();
        for (double value : yTicks.minor()) {
            surface.line(base - MINOR_TICK, frame.py(value), base, frame.py(value), SPINE);
        }
        for (int i = 0; i < yTicks.values().length; i++) {
            double place = frame.py(yTicks.values()[i]);
            surface.line(base - TICK, place, base, place, SPINE);
            text(yTicks.labels()[i], base - TICK - 3, place + 3.4, Typeface.TICK, Script.Anchor.END);
        }
        double column = base - TICK - 4 - widest(yTicks) - 8;
        upwards(yCaption(), column, frame.box());
    }

    private void drawColourBar(Box box, Field field) {
        Box bar = new Box(box.right() + BAR_GAP, box.y(), BAR, box.height());
        int steps = 128;
        for (int i = 0; i < steps; i++) {
            double top = bar.bottom() - bar.height() * (i + 1) / steps;
            double height = Math.min(bar.height() / steps + 0.5, bar.bottom() - top);
            surface.rectangle(new Box(bar.x(), top, bar.width(), height), ColourMap.at((i + 0.5) / steps));
        }
        double tip = BAR / 2;
        double[] across = {bar.x(), bar.middleX(), bar.right()};
        if (field.above()) {
            surface.polygon(across, new double[] {bar.y(), bar.y() - tip, bar.y()}, ColourMap.at(1));
        }
        if (field.below()) {
            surface.polygon(across, new double[] {bar.bottom(), bar.bottom() + tip, bar.bottom()}, ColourMap.at(0));
        }
        Frame frame = new Frame(bar, chart.x(), field.colours());
        Ticks ticks = field.colours().ticks(Field.LEVELS);
        for (int i = 0; i < ticks.values().length; i++) {
            double place = frame.py(ticks.values()[i]);
            surface.line(bar.right(), place, bar.right() + TICK - 1, place, SPINE);
            text(ticks.labels()[i], bar.right() + TICK + 2, place + 3.4, Typeface.TICK, Script.Anchor.START);
        }
        upwards(ticks.caption(field.label()), bar.right() + TICK + 3 + widest(ticks) + LABEL_GAP, bar);
    }

    /** As many marks as leave room between their labels. */
    private Ticks ticksFor(double width) {
        int count = (int) Math.max(2, Math.min(10, width / MARKS_EVERY));
        Ticks ticks = chart.x().ticks(count);
        while (count > 1 && ticks.values().length * (widest(ticks) + LABEL_GAP) > width) {
            count--;
            ticks = chart.x().ticks(count);
        }
        return ticks;
    }

    private String xCaption(Ticks ticks) {
        return ticks.caption(chart.xLabel());
    }

    private String yCaption() {
        return yTicks.caption(chart.yLabel());
    }

    private List<String> title(double width) {
        return Script.wrapped(surface, chart.title(), Typeface.TITLE, width);
    }

    private List<String> notes(double width) {
        return Script.wrapped(surface, chart.notes(), Typeface.NOTE, width);
    }

    private double widest(Ticks ticks) {
        double widest = 0;
        for (String label : ticks.labels()) {
            widest = Math.max(widest, Script.of(label).width(surface, Typeface.TICK));
        }
        return widest;
    }

    private void text(String text, double x, double y, Typeface face, Script.Anchor anchor) {
        Script.of(text).draw(surface, x, y, face, anchor, false);
    }

    private void upwards(String text, double x, Box along) {
        String fitted = Script.fitted(surface, text, Typeface.LABEL, along.height());
        Script.of(fitted).draw(surface, x, along.middleY(), Typeface.LABEL, Script.Anchor.MIDDLE, true);
    }
}
