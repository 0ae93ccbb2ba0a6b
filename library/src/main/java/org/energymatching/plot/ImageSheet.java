package org.energymatching.plot;

import java.util.ArrayList;
import java.util.List;

/** Lays out a mosaic with its title, labels, caption and notes: text is measured alike for pixels and for SVG. */
final class ImageSheet {

    private static final double MARGIN = 10;
    private static final double TITLE_LINE = 16;
    private static final double LABEL_LINE = 14;
    private static final double NOTE_LINE = 11;
    private static final double BESIDE = 7;
    private static final double WIDEST_LABEL = 150;
    private static final double NARROWEST_TEXT = 220;

    private final Mosaic mosaic;
    private final Surface ruler = new SvgSurface(1, 1);
    private final List<String> title;
    private final List<String> caption;
    private final List<String> notes;
    private final List<String> rowLabels;
    private final List<String> columnLabels;

    ImageSheet(Mosaic mosaic, Wording wording) {
        double room = Math.max(NARROWEST_TEXT, (double) mosaic.width());
        this.mosaic = mosaic;
        this.title = Script.wrapped(ruler, wording.title(), Typeface.TITLE, room);
        this.caption = Script.wrapped(ruler, wording.caption(), Typeface.LABEL, room);
        this.notes = Script.wrapped(ruler, notes(mosaic.unfit()), Typeface.NOTE, room);
        this.rowLabels = fitted(wording.rows(), WIDEST_LABEL);
        this.columnLabels = fitted(wording.columns(), mosaic.tileWidth());
    }

    Picture picture() {
        double texts = Math.max(
                widest(title, Typeface.TITLE), Math.max(widest(caption, Typeface.LABEL), widest(notes, Typeface.NOTE)));
        double width = left() + Math.max((double) mosaic.width(), texts) + MARGIN;
        double bottom = below() + NOTE_LINE * notes.size() + (notes.isEmpty() ? 0 : 2) + MARGIN;
        return new Picture(Math.ceil(width), Math.ceil(bottom), this::draw);
    }

    /** Where the mosaic begins; whole points keep its pixels sharp. */
    private double left() {
        double labels = widest(rowLabels, Typeface.LEGEND);
        return Math.ceil(MARGIN + labels + (labels > 0 ? BESIDE : 0));
    }

    private double top() {
        double titles = title.isEmpty() ? 0 : TITLE_LINE * title.size() + 4;
        return Math.ceil(MARGIN + titles + (columnLabels.isEmpty() ? 0 : LABEL_LINE));
    }

    /** Where the caption ends. */
    private double below() {
        return top() + mosaic.height() + (caption.isEmpty() ? 0 : LABEL_LINE * caption.size() + 4);
    }

    private void draw(Surface surface) {
        double left = left();
        double top = top();
        double bottom = top + mosaic.height();
        surface.pixels(mosaic.picture(), new Box(left, top, mosaic.width(), mosaic.height()));
        lines(surface, title, left, MARGIN + 0.7 * TITLE_LINE, TITLE_LINE, Typeface.TITLE);
        lines(surface, caption, left, bottom + LABEL_LINE, LABEL_LINE, Typeface.LABEL);
        lines(surface, notes, left, below() + NOTE_LINE, NOTE_LINE, Typeface.NOTE);
        for (int row = 0; row < rowLabels.size(); row++) {
            double middle = top + row * (mosaic.tileHeight() + Mosaic.GAP) + mosaic.tileHeight() / 2.0;
            Script label = Script.of(rowLabels.get(row));
            surface.text(label, left - BESIDE, middle + 3.6, Typeface.LEGEND, Script.Anchor.END, false);
        }
        for (int column = 0; column < columnLabels.size(); column++) {
            double middle = left + column * (mosaic.tileWidth() + Mosaic.GAP) + mosaic.tileWidth() / 2.0;
            Script label = Script.of(columnLabels.get(column));
            surface.text(label, middle, top - 5, Typeface.LEGEND, Script.Anchor.MIDDLE, false);
        }
    }

    private static void lines(
            Surface surface, List<String> lines, double x, double baseline, double leading, Typeface face) {
        for (int i = 0; i < lines.size(); i++) {
            surface.text(Script.of(lines.get(i)), x, baseline + leading * i, face, Script.Anchor.START, false);
        }
    }

    private List<String> fitted(List<String> labels, double width) {
        List<String> fitted = new ArrayList<>();
        labels.forEach(label -> fitted.add(Script.fitted(ruler, label, Typeface.LEGEND, width)));
        return fitted;
    }

    private double widest(List<String> lines, Typeface face) {
        return lines.stream()
                .mapToDouble(line -> Script.of(line).width(ruler, face))
                .max()
                .orElse(0);
    }

    private static String notes(int unfit) {
        return unfit == 0 ? "" : Census.counted(unfit) + " left blank: not finite.";
    }
}
