package org.energymatching.plot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out one chart in its part of the picture: title, legend, axes with marks and labels, colour bar and notes. */
final class Panel {

    private static final double MARGIN = 10;
    private static final double TITLE_LINE = 16;
    private static final double NOTE_LINE = 11;
    private static final double TICK = 4;
    private static final double MINOR_TICK = 2.2;
    private static final double TICK_LABEL = 11;
    private static final double CAPTION = 17;
    private static final double MARKS_EVERY = 26;
    private static final int MOST_MARKS = 8;
    private static final double BETWEEN_LABELS = 10;
    private static final Pen SPINE = Pen.solid(Colour.AXIS, 0.8);
    private static final Pen GRID = Pen.solid(Colour.GRID, 0.7);

    private final Chart chart;
    private final Surface surface;
    private final Box cell;
    private final Ticks yTicks;
    private final Legend legend;
    private final @Nullable ColourBar colourBar;

    Panel(Chart chart, Surface surface, Box cell) {
        Field field = chart.field();
        this.chart = chart;
        this.surface = surface;
        this.cell = cell;
        this.yTicks = chart.y().ticks(marks(cell.height() - 100));
        this.legend = new Legend(surface, chart.legend(), field != null);
        this.colourBar = field == null ? null : new ColourBar(surface, field);
    }

    /** The margins that this chart needs at the left and right of its axes. */
    Insets sides() {
        double left = MARGIN + TICK + 4 + yTicks.widest(surface) + (yTicks.hasCaption(chart.yLabel()) ? CAPTION : 0);
        double right = MARGIN + (colourBar == null ? 8 : colourBar.reach());
        return new Insets(0, right, 0, left);
    }

    /** The margins that it needs above and below, given those at the sides, and these themselves. */
    Insets insets(Insets sides) {
        double width = cell.inside(sides).width();
        double top = MARGIN + TITLE_LINE * title(width).size() + legend.height(width) + 7;
        double caption = xTicks(width).hasCaption(chart.xLabel()) ? CAPTION : 0;
        List<String> notes = notes(width);
        double note = notes.isEmpty() ? 0 : NOTE_LINE * notes.size() + 4;
        double bottom = MARGIN + TICK + TICK_LABEL + caption + note;
        return new Insets(top, sides.right(), bottom, sides.left());
    }

    /** The rectangle between the axes, given the margins: all of what remains, or less to keep units equal. */
    Box plotBox(Insets insets) {
        Box room = cell.inside(insets);
        if (!chart.equalAspect()) {
            return room;
        }
        double unit = Math.min(
                room.width() / chart.x().length(), room.height() / chart.y().length());
        return new Box(
                room.x(), room.y(), unit * chart.x().length(), unit * chart.y().length());
    }

    /** Draws everything. */
    void draw(Insets insets) {
        Frame frame = new Frame(plotBox(insets), chart.x(), chart.y());
        Ticks xTicks = xTicks(frame.box().width());
        if (colourBar == null) {
            drawGrid(frame, xTicks);
        }
        chart.drawLayers(surface, frame);
        if (chart.empty()) {
            drawEmptiness(frame.box());
        }
        drawSpines(frame.box());
        drawXAxis(frame, xTicks);
        drawYAxis(frame);
        if (colourBar != null) {
            colourBar.draw(frame.box());
        }
        drawTexts(cell.inside(insets));
    }

    /** The title and the legend from the top downwards, the notes at the bottom. */
    private void drawTexts(Box room) {
        List<String> title = title(room.width());
        for (int i = 0; i < title.size(); i++) {
            double baseline = cell.y() + MARGIN + TITLE_LINE * (i + 0.7);
            text(title.get(i), room.x(), baseline, Typeface.TITLE, Script.Anchor.START);
        }
        legend.draw(room.x(), cell.y() + MARGIN + TITLE_LINE * title.size(), room.width());
        List<String> notes = notes(room.width());
        for (int i = 0; i < notes.size(); i++) {
            double baseline = cell.bottom() - MARGIN + 2 - NOTE_LINE * (notes.size() - 1 - i);
            text(notes.get(i), room.x(), baseline, Typeface.NOTE, Script.Anchor.START);
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

    private void drawEmptiness(Box box) {
        String message = "no values to show";
        double half = Script.of(message).width(surface, Typeface.LABEL) / 2 + 6;
        surface.rectangle(new Box(box.middleX() - half, box.middleY() - 9, 2 * half, 18), Colour.WHITE);
        text(message, box.middleX(), box.middleY() + 4, Typeface.LABEL, Script.Anchor.MIDDLE);
    }

    private void drawSpines(Box box) {
        if (colourBar != null) {
            surface.outline(box, SPINE);
        } else {
            surface.polyline(
                    new double[] {box.x(), box.x(), box.right()},
                    new double[] {box.y(), box.bottom(), box.bottom()},
                    SPINE);
        }
    }

    private void drawXAxis(Frame frame, Ticks ticks) {
        Box box = frame.box();
        double base = box.bottom();
        for (double value : ticks.minor()) {
            surface.line(frame.px(value), base, frame.px(value), base + MINOR_TICK, SPINE);
        }
        for (int i = 0; i < ticks.values().length; i++) {
            double place = frame.px(ticks.values()[i]);
            surface.line(place, base, place, base + TICK, SPINE);
            text(ticks.labels()[i], place, base + TICK + TICK_LABEL, Typeface.TICK, Script.Anchor.MIDDLE);
        }
        String caption = ticks.caption(surface, chart.xLabel(), box.width());
        text(caption, box.middleX(), base + TICK + TICK_LABEL + CAPTION, Typeface.LABEL, Script.Anchor.MIDDLE);
    }

    private void drawYAxis(Frame frame) {
        Box box = frame.box();
        for (double value : yTicks.minor()) {
            surface.line(box.x() - MINOR_TICK, frame.py(value), box.x(), frame.py(value), SPINE);
        }
        for (int i = 0; i < yTicks.values().length; i++) {
            double place = frame.py(yTicks.values()[i]);
            surface.line(box.x() - TICK, place, box.x(), place, SPINE);
            text(yTicks.labels()[i], box.x() - TICK - 3, place + 3.4, Typeface.TICK, Script.Anchor.END);
        }
        double column = box.x() - TICK - 3 - yTicks.widest(surface) - 9;
        Script caption = Script.of(yTicks.caption(surface, chart.yLabel(), box.height()));
        surface.text(caption, column, box.middleY(), Typeface.LABEL, Script.Anchor.MIDDLE, true);
    }

    /** As many marks as leave room between their labels. */
    private Ticks xTicks(double width) {
        int count = marks(width);
        Ticks ticks = chart.x().ticks(count);
        while (count > 1 && ticks.values().length * (ticks.widest(surface) + BETWEEN_LABELS) > width + BETWEEN_LABELS) {
            count--;
            ticks = chart.x().ticks(count);
        }
        return ticks;
    }

    private static int marks(double length) {
        return (int) Math.max(2, Math.min(MOST_MARKS, length / MARKS_EVERY));
    }

    private List<String> title(double width) {
        return Script.wrapped(surface, chart.title(), Typeface.TITLE, width);
    }

    private List<String> notes(double width) {
        return Script.wrapped(surface, chart.notes(), Typeface.NOTE, width);
    }

    private void text(String text, double x, double y, Typeface face, Script.Anchor anchor) {
        surface.text(Script.of(text), x, y, face, anchor, false);
    }
}
