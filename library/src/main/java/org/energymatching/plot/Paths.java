package org.energymatching.plot;

import java.util.List;
import org.energymatching.Samples;

/**
 * Trajectories in the plane: thin translucent lines with a dot where each starts and one, of another colour, where it
 * ends.
 *
 * @param times the points of all trajectories at each time: row i is trajectory i, columns 0 and 1 are x and y
 */
record Paths(List<Samples> times, String label) implements Layer {

    private int count() {
        return times.isEmpty() ? 0 : times.get(0).rows();
    }

    private double coordinate(int time, int path, int column) {
        Samples points = times.get(time);
        return points.values()[path * points.width() + column];
    }

    /** One coordinate of a trajectory at all times. */
    private double[] along(int path, int column) {
        double[] values = new double[times.size()];
        for (int time = 0; time < values.length; time++) {
            values[time] = coordinate(time, path, column);
        }
        return values;
    }

    /** One coordinate of all trajectories at a time. */
    private double[] across(int time, int column) {
        double[] values = new double[count()];
        for (int path = 0; path < values.length; path++) {
            values[path] = coordinate(time, path, column);
        }
        return values;
    }

    @Override
    public void points(PointSink sink) {
        for (int time = 0; time < times.size(); time++) {
            for (int path = 0; path < count(); path++) {
                sink.point(coordinate(time, path, 0), coordinate(time, path, 1));
            }
        }
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        if (times.isEmpty()) {
            return;
        }
        Pen pen = Pen.solid(thread(inks).fade(count() <= 100 ? 0.35 : count() <= 1000 ? 0.2 : 0.1), 0.7);
        for (int path = 0; path < count(); path++) {
            for (Frame.Stretch stretch : frame.line(along(path, 0), along(path, 1))) {
                surface.polyline(stretch.xs(), stretch.ys(), pen);
            }
        }
        int last = times.size() - 1;
        double radius = count() <= 300 ? 2 : 1.4;
        Frame.Stretch starts = frame.points(across(0, 0), across(0, 1));
        Frame.Stretch ends = frame.points(across(last, 0), across(last, 1));
        surface.discs(starts.xs(), starts.ys(), radius, inks.main().fade(0.7));
        surface.discs(ends.xs(), ends.ys(), radius, inks.second().fade(0.7));
    }

    @Override
    public List<Key> keys(Inks inks) {
        return List.of(new Key(
                label.isEmpty() ? "start to end" : label + " (start to end)",
                (surface, box) -> swatch(surface, box, inks)));
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.line(
                box.x(),
                box.middleY(),
                box.right(),
                box.middleY(),
                Pen.solid(thread(inks).fade(0.6), 0.9));
        surface.disc(box.x() + 4, box.middleY(), 2.6, inks.main());
        surface.disc(box.right() - 4, box.middleY(), 2.6, inks.second());
    }

    private static Colour thread(Inks inks) {
        return inks.overField() ? Colour.WHITE : Colour.AXIS;
    }
}
