package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A heat map of a scalar field with level lines at the marks of its colour bar.
 *
 * @param grid the field
 * @param label the title of the colour bar
 * @param colours the values between which the colours run
 * @param below whether there are smaller values
 * @param above whether there are greater values
 */
record Field(Grid grid, String label, Axis colours, boolean below, boolean above) implements Layer {

    /** How many intervals the marks of the colour bar make at most. */
    static final int LEVELS = 8;

    /** The field coloured between two of its quantiles. */
    static Field of(Grid grid, String label, double lowShare, double highShare) {
        double[] all = new double[grid.rows() * grid.columns()];
        for (int i = 0; i < all.length; i++) {
            all[i] = grid.at(i / grid.columns(), i % grid.columns());
        }
        Quantiles quantiles = Quantiles.of(all, Scale.LINEAR);
        Axis colours = quantiles.count() == 0
                ? Axis.over(Scale.LINEAR, 0, 1)
                : Axis.over(Scale.LINEAR, quantiles.at(lowShare), quantiles.at(highShare));
        return new Field(grid, label, colours, quantiles.at(0) < colours.low(), quantiles.at(1) > colours.high());
    }

    @Override
    public void points(PointSink sink) {
        sink.point(grid.xMin(), grid.yMin());
        sink.point(grid.xMax(), grid.yMax());
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        surface.image(heat(frame), frame.box());
        Pen pen = Pen.solid(Colour.WHITE.fade(0.45), 0.6);
        for (double level : colours.ticks(LEVELS).values()) {
            for (Contours.Line line : Contours.of(grid, level)) {
                for (Frame.Stretch stretch : frame.line(line.xs(), line.ys())) {
                    surface.polyline(stretch.xs(), stretch.ys(), pen);
                }
            }
        }
    }

    private BufferedImage heat(Frame frame) {
        int width = (int) Math.ceil(frame.box().width() * RasterSurface.SCALE);
        int height = (int) Math.ceil(frame.box().height() * RasterSurface.SCALE);
        BufferedImage heat = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < height; row++) {
            double y = frame.y().value(1 - (row + 0.5) / height);
            for (int column = 0; column < width; column++) {
                double value = grid.interpolated(frame.x().value((column + 0.5) / width), y);
                if (!Double.isNaN(value)) {
                    double fraction = (value - colours.low()) / colours.length();
                    heat.setRGB(column, row, ColourMap.at(fraction).argb());
                }
            }
        }
        return heat;
    }

    /** A field has a colour bar instead. */
    @Override
    public List<Key> keys(Inks inks) {
        return List.of();
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.rectangle(box, ColourMap.at(0.5));
    }
}
