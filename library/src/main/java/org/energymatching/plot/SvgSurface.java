package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Locale;

/**
 * A surface of SVG 1.1 elements.
 *
 * <p>The file uses no identifiers, so that several pictures can stand in one HTML page. Text is measured by the widths
 * of Helvetica's letters rather than by the machine's fonts: the bytes are the same everywhere.
 */
final class SvgSurface implements Surface {

    /** Widths of the letters from space to tilde in thousandths of the size, and of all others. */
    private static final int[] WIDTHS = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584
    };

    private static final int OTHER_WIDTH = 584;

    /** Viewers without Helvetica or Arial use a wider font: leave it room. */
    private static final double ROOM = 1.14;

    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;

    SvgSurface(double width, double height) {
        this.width = width;
        this.height = height;
        rectangle(new Box(0, 0, width, height), Colour.WHITE);
    }

    /** The whole file as drawn so far. */
    String document() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\""
                + " width=\"" + number(width) + "\" height=\"" + number(height) + "\" viewBox=\"0 0 " + number(width)
                + " " + number(height) + "\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n"
                + body + "</svg>\n";
    }

    @Override
    public void polyline(double[] xs, double[] ys, Pen pen) {
        body.append("<polyline fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"")
                .append(number(pen.width()))
                .append('"')
                .append(paint("stroke", pen.colour()));
        double[] lengths = pen.dash().lengths();
        if (lengths.length > 0) {
            body.append(" stroke-dasharray=\"");
            for (double length : lengths) {
                body.append(number(length)).append(' ');
            }
            body.append('"');
        }
        points(xs, ys);
    }

    @Override
    public void polygon(double[] xs, double[] ys, Colour fill) {
        body.append("<polygon").append(paint("fill", fill));
        points(xs, ys);
    }

    private void points(double[] xs, double[] ys) {
        body.append(" points=\"");
        for (int i = 0; i < xs.length; i++) {
            body.append(i == 0 ? "" : " ").append(number(xs[i])).append(',').append(number(ys[i]));
        }
        body.append("\"/>\n");
    }

    @Override
    public void discs(double[] xs, double[] ys, double radius, Colour fill) {
        body.append("<g").append(paint("fill", fill)).append(">\n");
        for (int i = 0; i < xs.length; i++) {
            body.append("<circle cx=\"")
                    .append(number(xs[i]))
                    .append("\" cy=\"")
                    .append(number(ys[i]));
            body.append("\" r=\"").append(number(radius)).append("\"/>\n");
        }
        body.append("</g>\n");
    }

    @Override
    public void rectangle(Box box, Colour fill) {
        body.append("<rect").append(place(box)).append(paint("fill", fill)).append("/>\n");
    }

    @Override
    public void image(BufferedImage image, Box box) {
        image(image, box, "");
    }

    @Override
    public void pixels(BufferedImage image, Box box) {
        image(image, box, " style=\"image-rendering:pixelated\"");
    }

    private void image(BufferedImage image, Box box, String style) {
        body.append("<image")
                .append(place(box))
                .append(style)
                .append(" preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,");
        body.append(Base64.getEncoder().encodeToString(Picture.png(image))).append("\"/>\n");
    }

    @Override
    public void text(Script text, double x, double y, Typeface face, Script.Anchor anchor, boolean upwards) {
        body.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
        body.append("\" font-size=\"").append(number(face.size())).append('"').append(paint("fill", face.colour()));
        body.append(" text-anchor=\"")
                .append(anchor.name().toLowerCase(Locale.ROOT))
                .append('"');
        if (face.bold()) {
            body.append(" font-weight=\"bold\"");
        }
        if (upwards) {
            body.append(" transform=\"rotate(-90 ")
                    .append(number(x))
                    .append(' ')
                    .append(number(y))
                    .append(")\"");
        }
        body.append('>');
        double height = 0;
        for (Script.Part part : text.parts()) {
            if (part.rise() == 0 && height == 0) {
                body.append(escaped(part.text()));
            } else {
                body.append("<tspan dy=\"").append(number((height - part.rise()) * face.size()));
                body.append("\" font-size=\"")
                        .append(number(part.face(face).size()))
                        .append("\">");
                body.append(escaped(part.text())).append("</tspan>");
                height = part.rise();
            }
        }
        body.append("</text>\n");
    }

    @Override
    public double width(String text, Typeface face) {
        int thousandths = text.codePoints()
                .map(letter -> letter < ' ' || letter > '~' ? OTHER_WIDTH : WIDTHS[letter - ' '])
                .sum();
        return ROOM * (face.bold() ? 1.12 : 1) * face.size() * thousandths / 1000;
    }

    @Override
    public void clipped(Box box, Runnable drawing) {
        body.append("<svg").append(place(box)).append(" viewBox=\"");
        body.append(number(box.x())).append(' ').append(number(box.y())).append(' ');
        body.append(number(box.width()))
                .append(' ')
                .append(number(box.height()))
                .append("\">\n");
        drawing.run();
        body.append("</svg>\n");
    }

    private static String place(Box box) {
        return " x=\"" + number(box.x()) + "\" y=\"" + number(box.y()) + "\" width=\"" + number(box.width())
                + "\" height=\"" + number(box.height()) + "\"";
    }

    private static String paint(String attribute, Colour colour) {
        String opacity = colour.alpha() < 1 ? " " + attribute + "-opacity=\"" + number(colour.alpha()) + "\"" : "";
        return " " + attribute + "=\"" + colour.hex() + "\"" + opacity;
    }

    /** Two decimals, none of them idle. */
    private static String number(double value) {
        long hundredths = Math.round(100 * value);
        long rest = Math.abs(hundredths % 100);
        String decimals = rest == 0 ? "" : rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest;
        return (hundredths < 0 ? "-" : "") + Math.abs(hundredths / 100) + decimals;
    }

    /** The text with the letters that XML reserves written out and those it forbids left out. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> {
                    boolean forbidden = letter < ' '
                            || Character.getType(letter) == Character.SURROGATE
                            || letter == 0xFFFE
                            || letter == 0xFFFF;
                    if (!forbidden) {
                        escaped.appendCodePoint(letter);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
