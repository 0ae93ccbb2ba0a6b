package org.energymatching.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** A surface of pixels, usually two to the point. */
final class RasterSurface implements Surface {

    /** Pixels per point, for sharp screens. */
    static final int SCALE = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Lettering lettering;

    RasterSurface(double width, double height, int scale, Lettering lettering) {
        this.image = new BufferedImage(
                (int) Math.ceil(width * scale), (int) Math.ceil(height * scale), BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        this.lettering = lettering;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.scale(scale, scale);
        rectangle(new Box(0, 0, width + 1, height + 1), Colour.WHITE);
    }

    /** The picture as drawn so far. */
    BufferedImage picture() {
        return image;
    }

    @Override
    public void polyline(double[] xs, double[] ys, Pen pen) {
        graphics.setColor(pen.colour().awt());
        graphics.setStroke(stroke(pen));
        graphics.draw(path(xs, ys));
    }

    @Override
    public void polygon(double[] xs, double[] ys, Colour fill) {
        graphics.setColor(fill.awt());
        graphics.fill(path(xs, ys));
    }

    @Override
    public void discs(double[] xs, double[] ys, double radius, Colour fill) {
        graphics.setColor(fill.awt());
        for (int i = 0; i < xs.length; i++) {
            graphics.fill(new Ellipse2D.Double(xs[i] - radius, ys[i] - radius, 2 * radius, 2 * radius));
        }
    }

    @Override
    public void rectangle(Box box, Colour fill) {
        graphics.setColor(fill.awt());
        graphics.fill(shape(box));
    }

    @Override
    public void image(BufferedImage picture, Box box) {
        AffineTransform stretch = AffineTransform.getTranslateInstance(box.x(), box.y());
        stretch.scale(box.width() / picture.getWidth(), box.height() / picture.getHeight());
        graphics.drawImage(picture, stretch, null);
    }

    @Override
    public void pixels(BufferedImage picture, Box box) {
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        image(picture, box);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }

    @Override
    public void text(Script text, double x, double y, Typeface face, Script.Anchor anchor, boolean upwards) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        if (upwards) {
            graphics.rotate(-Math.PI / 2);
        }
        graphics.translate(-anchor.share() * text.width(this, face), 0);
        graphics.setColor(face.colour().awt());
        for (Script.Part part : text.parts()) {
            double rise = part.rise() * face.size();
            graphics.translate(0, -rise);
            lettering.draw(graphics, part.text(), part.face(face));
            graphics.translate(width(part.text(), part.face(face)), rise);
        }
        graphics.setTransform(before);
    }

    @Override
    public double width(String text, Typeface face) {
        return lettering.width(text, face);
    }

    @Override
    public void clipped(Box box, Runnable drawing) {
        Shape before = graphics.getClip();
        graphics.clip(shape(box));
        drawing.run();
        graphics.setClip(before);
    }

    private static Rectangle2D shape(Box box) {
        return new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height());
    }

    private static Path2D path(double[] xs, double[] ys) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, xs.length);
        for (int i = 0; i < xs.length; i++) {
            if (i == 0) {
                path.moveTo(xs[i], ys[i]);
            } else {
                path.lineTo(xs[i], ys[i]);
            }
        }
        return path;
    }

    private static BasicStroke stroke(Pen pen) {
        float width = (float) pen.width();
        double[] lengths = pen.dash().lengths();
        if (lengths.length == 0) {
            return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
        }
        float[] dash = new float[lengths.length];
        for (int i = 0; i < dash.length; i++) {
            dash[i] = (float) lengths[i];
        }
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, dash, 0f);
    }
}
