package org.energymatching.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The legend above a chart: samples and labels in as many rows as the width asks for, where they hide no data.
 *
 * @param onField whether the samples stand on a colour of the field, as the layers themselves do
 */
record Legend(Surface surface, Map<String, List<Layer.Swatch>> entries, boolean onField) {

    private static final double ROW = 15;
    private static final double SWATCH = 18;
    private static final double GAP = 5;
    private static final double BETWEEN = 14;
    private static final Colour GROUND = ColourMap.at(0.4);

    double height(double width) {
        return entries.isEmpty() ? 0 : ROW * rows(width).size() + 3;
    }

    /** Draws the legend with its upper left corner at (x, y). */
    void draw(double x, double y, double width) {
        List<List<String>> rows = rows(width);
        for (int i = 0; i < rows.size(); i++) {
            double left = x;
            double middle = y + ROW * (i + 0.5);
            for (String label : rows.get(i)) {
                Box sample = new Box(left, middle - 4.5, SWATCH, 9);
                if (onField) {
                    surface.rectangle(sample, GROUND);
                }
                for (Layer.Swatch swatch : entries.getOrDefault(label, List.of())) {
                    swatch.draw(surface, sample);
                }
                Script text = Script.of(fitted(label, width));
                double start = left + SWATCH + GAP;
                surface.text(text, start, middle + 3.6, Typeface.LEGEND, Script.Anchor.START, false);
                left += entryWidth(label, width) + BETWEEN;
            }
        }
    }

    private List<List<String>> rows(double width) {
        List<List<String>> rows = new ArrayList<>();
        double left = Double.POSITIVE_INFINITY;
        for (String label : entries.keySet()) {
            double entry = entryWidth(label, width);
            if (left + entry > width) {
                rows.add(new ArrayList<>());
                left = 0;
            }
            rows.get(rows.size() - 1).add(label);
            left += entry + BETWEEN;
        }
        return rows;
    }

    private double entryWidth(String label, double width) {
        return SWATCH + GAP + Script.of(fitted(label, width)).width(surface, Typeface.LEGEND);
    }

    private String fitted(String label, double width) {
        return Script.fitted(surface, label, Typeface.LEGEND, Math.max(0, width - SWATCH - GAP));
    }
}
