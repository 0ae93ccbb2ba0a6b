package org.energymatching.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Capital letters as closed shapes that fill a rectangle of any height, as sequence logos need them; made of strokes and not of
 * a font, so that they look the same on every machine.
 */
final class LetterShapes {

    /** Half the width of a stroke, in units of a letter of 100 by 100. */
    private static final double HALF = 10;

    /** Strokes: M and L with a point move and draw, A with centre, radii and two angles in degrees draws an arc. */
    private static final Map<Character, String> STROKES = Map.ofEntries(
            Map.entry('A', "M5 110L50 -12L95 110;M20 66L80 66"),
            Map.entry(
                    'B', "M10 -10L10 110;M10 10L52 10A52 29 30 19 -90 90L10 48;M10 48L56 48A56 69 33 21 -90 90L10 90"),
            Map.entry('C', "A53 50 43 40 -45 -315"),
            Map.entry('D', "M10 -10L10 110;M10 10L45 10A45 50 45 40 -90 90L10 90"),
            Map.entry('E', "M10 -10L10 110;M10 10L110 10;M10 50L84 50;M10 90L110 90"),
            Map.entry('F', "M10 -10L10 110;M10 10L110 10;M10 50L84 50"),
            Map.entry('G', "A52 50 42 40 -45 -360L94 54L56 54"),
            Map.entry('H', "M10 -10L10 110;M90 -10L90 110;M10 50L90 50"),
            Map.entry('I', "M50 -10L50 110;M0 10L100 10;M0 90L100 90"),
            Map.entry('J', "M90 -10L90 58A50 58 40 32 0 180"),
            Map.entry('K', "M10 -10L10 110;M100 -14L14 60;M36 44L102 112"),
            Map.entry('L', "M10 -10L10 110;M10 90L110 90"),
            Map.entry('M', "M10 -10L10 110;M90 -10L90 110;M4 -14L50 74L96 -14"),
            Map.entry('N', "M10 -10L10 110;M90 -10L90 110;M4 -8L96 108"),
            Map.entry('O', "A50 50 40 40 0 360"),
            Map.entry('P', "M10 -10L10 110;M10 10L54 10A54 34 36 24 -90 90L10 58"),
            Map.entry('Q', "A50 48 40 38 0 360;M58 62L104 108"),
            Map.entry('R', "M10 -10L10 110;M10 10L54 10A54 33 34 23 -90 90L10 56;M48 56L98 114"),
            Map.entry('S', "A50 30 38 20 -25 -270A50 70 40 20 -90 155"),
            Map.entry('T', "M50 -10L50 110;M-10 10L110 10"),
            Map.entry('U', "M10 -10L10 58A50 58 40 32 180 0L90 -10"),
            Map.entry('V', "M5 -10L50 112L95 -10"),
            Map.entry('W', "M4 -10L27 112L50 12L73 112L96 -10"),
            Map.entry('X', "M2 -12L98 112;M98 -12L2 112"),
            Map.entry('Y', "M2 -12L50 54L98 -12;M50 46L50 110"),
            Map.entry('Z', "M-10 10L110 10;M96 4L4 96;M-10 90L110 90"));

    private static final int ARC_STEPS = 14;

    private static final Map<Character, List<double[][]>> SHAPES = shapes();

    private LetterShapes() {}

    /** Whether there is a shape of the letter. */
    static boolean has(char letter) {
        return SHAPES.containsKey(letter);
    }

    /** Draws a letter that fills a box. */
    static void draw(Surface surface, char letter, Box box, Colour colour) {
        for (double[][] shape : SHAPES.getOrDefault(letter, List.of())) {
            double[] xs = new double[shape.length];
            double[] ys = new double[shape.length];
            for (int i = 0; i < shape.length; i++) {
                xs[i] = box.x() + box.width() * shape[i][0] / 100;
                ys[i] = box.y() + box.height() * shape[i][1] / 100;
            }
            surface.polygon(xs, ys, colour);
        }
    }

    private static Map<Character, List<double[][]>> shapes() {
        Map<Character, List<double[][]>> shapes = new HashMap<>();
        STROKES.forEach((letter, strokes) -> {
            List<double[][]> parts = new ArrayList<>();
            for (String stroke : strokes.split(";", -1)) {
                parts.add(clipped(outline(points(stroke))));
            }
            shapes.put(letter, List.copyOf(parts));
        });
        return Map.copyOf(shapes);
    }

    private static List<double[]> points(String stroke) {
        List<double[]> points = new ArrayList<>();
        for (String command : stroke.split("(?=[MLA])", -1)) {
            String[] words = command.substring(1).split(" ", -1);
            double[] numbers = new double[words.length];
            for (int i = 0; i < words.length; i++) {
                numbers[i] = Double.parseDouble(words[i]);
            }
            if (command.charAt(0) == 'A') {
                for (int k = 0; k <= ARC_STEPS; k++) {
                    double angle = Math.toRadians(numbers[4] + (numbers[5] - numbers[4]) * k / ARC_STEPS);
                    add(points, numbers[0] + numbers[2] * Math.cos(angle), numbers[1] + numbers[3] * Math.sin(angle));
                }
            } else {
                add(points, numbers[0], numbers[1]);
            }
        }
        return points;
    }

    /** Adds a point unless it is the last one already, whose stroke would have no direction. */
    private static void add(List<double[]> points, double x, double y) {
        double[] last = points.isEmpty() ? new double[] {1e9, 1e9} : points.get(points.size() - 1);
        if (Math.hypot(last[0] - x, last[1] - y) > 1e-6) {
            points.add(new double[] {x, y});
        }
    }

    /** The line widened to both sides, its corners mitred: one way along the left side, back along the right. */
    private static List<double[]> outline(List<double[]> line) {
        int n = line.size();
        boolean closed = Math.hypot(line.get(0)[0] - line.get(n - 1)[0], line.get(0)[1] - line.get(n - 1)[1]) < 1e-6;
        List<double[]> left = new ArrayList<>();
        List<double[]> right = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] a = normal(line, i > 0 ? i - 1 : closed ? n - 2 : 0);
            double[] b = normal(line, i < n - 1 ? i : closed ? 0 : n - 2);
            double scale = HALF / Math.max(0.2, (1 + a[0] * b[0] + a[1] * b[1]));
            double dx = (a[0] + b[0]) * scale;
            double dy = (a[1] + b[1]) * scale;
            left.add(new double[] {line.get(i)[0] + dx, line.get(i)[1] + dy});
            right.add(0, new double[] {line.get(i)[0] - dx, line.get(i)[1] - dy});
        }
        left.addAll(right);
        return left;
    }

    /** At right angles to the part of the line that begins with this point, of length 1. */
    private static double[] normal(List<double[]> line, int start) {
        double[] from = line.get(start);
        double[] to = line.get(start + 1);
        double length = Math.hypot(to[0] - from[0], to[1] - from[1]);
        return new double[] {(from[1] - to[1]) / length, (to[0] - from[0]) / length};
    }

    /** What lies inside the letter's square (I. Sutherland, G. Hodgman, 1974). */
    private static double[][] clipped(List<double[]> polygon) {
        List<double[]> inside = polygon;
        for (int side = 0; side < 4; side++) {
            int axis = side / 2;
            double sign = side % 2 == 0 ? 1 : -1;
            double limit = side % 2 == 0 ? 0 : -100;
            List<double[]> kept = new ArrayList<>();
            for (int i = 0; i < inside.size(); i++) {
                double[] a = inside.get((i + inside.size() - 1) % inside.size());
                double[] b = inside.get(i);
                double da = sign * a[axis] - limit;
                double db = sign * b[axis] - limit;
                if ((da >= 0) != (db >= 0)) {
                    double t = da / (da - db);
                    kept.add(new double[] {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])});
                }
                if (db >= 0) {
                    kept.add(b);
                }
            }
            inside = kept;
        }
        return inside.toArray(new double[0][]);
    }
}
