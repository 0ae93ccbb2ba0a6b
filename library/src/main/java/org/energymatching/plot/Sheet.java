package org.energymatching.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Charts in rows and columns of equal cells, their axes in line.
 *
 * @param columns how many charts stand side by side
 * @param width of a cell in points
 * @param height of a cell in points
 */
record Sheet(List<Chart> charts, int columns, double width, double height) {

    private static final double NARROWEST = 240;

    /** The picture of the charts; cells give up what charts with equal units leave unused. */
    static Picture picture(List<Plot> plots, int columns, double width, double height) {
        List<Chart> charts = plots.stream().map(Chart::new).toList();
        Sheet sheet = new Sheet(charts, columns, width, height).trimmed();
        int rows = (charts.size() + columns - 1) / columns;
        return new Picture(columns * sheet.width, rows * sheet.height, sheet::draw);
    }

    private Sheet trimmed() {
        Surface ruler = new SvgSurface(width, height);
        List<Panel> panels = panels(ruler);
        Insets insets = common(panels);
        double idleWidth = width - NARROWEST;
        double idleHeight = height - NARROWEST;
        for (Panel panel : panels) {
            Box room = new Box(0, 0, width, height).inside(insets);
            Box used = panel.plotBox(insets);
            idleWidth = Math.min(idleWidth, room.width() - used.width());
            idleHeight = Math.min(idleHeight, room.height() - used.height());
        }
        return new Sheet(charts, columns, width - Math.max(0, idleWidth), height - Math.max(0, idleHeight));
    }

    private void draw(Surface surface) {
        List<Panel> panels = panels(surface);
        Insets insets = common(panels);
        panels.forEach(panel -> panel.draw(insets));
    }

    private List<Panel> panels(Surface surface) {
        List<Panel> panels = new ArrayList<>();
        for (int i = 0; i < charts.size(); i++) {
            int row = i / columns;
            int column = i % columns;
            Box cell = new Box(column * width, row * height, width, height);
            panels.add(new Panel(charts.get(i), surface, cell));
        }
        return panels;
    }

    private static Insets common(List<Panel> panels) {
        Insets none = new Insets(0, 0, 0, 0);
        Insets sides = panels.stream().map(Panel::sides).reduce(none, Insets::or);
        return panels.stream().map(panel -> panel.insets(sides)).reduce(none, Insets::or);
    }
}
