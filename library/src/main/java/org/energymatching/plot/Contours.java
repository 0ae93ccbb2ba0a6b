package org.energymatching.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Level lines of a grid by marching squares.
 *
 * <p>In each cell a line crosses the edges whose ends lie on different sides of the level, at the linearly interpolated
 * place; in a saddle the mean of the corners decides which corners belong together. Cells with a corner that is not
 * finite are passed over. The crossings are then joined to lines: open ones from border to border, closed ones with
 * their first point repeated at the end.
 */
final class Contours {

    private final Grid grid;
    private final double level;

    /** To each crossed edge the crossed edges it is joined to: one on an open end, else two. */
    private final Map<Integer, List<Integer>> joined = new LinkedHashMap<>();

    private Contours(Grid grid, double level) {
        this.grid = grid;
        this.level = level;
    }

    /** A level line in the grid's coordinates. */
    record Line(double[] xs, double[] ys) {}

    /** All lines on which the interpolated field has this value. */
    static List<Line> of(Grid grid, double level) {
        Contours contours = new Contours(grid, level);
        contours.cross();
        return contours.join();
    }

    private void cross() {
        for (int row = 0; row + 1 < grid.rows(); row++) {
            for (int column = 0; column + 1 < grid.columns(); column++) {
                cell(row, column);
            }
        }
    }

    private void cell(int row, int column) {
        double a = grid.at(row, column);
        double b = grid.at(row, column + 1);
        double c = grid.at(row + 1, column + 1);
        double d = grid.at(row + 1, column);
        if (!Double.isFinite(a + b + c + d)) {
            return;
        }
        int[] edges = {
            horizontal(row, column), vertical(row, column + 1), horizontal(row + 1, column), vertical(row, column)
        };
        boolean[] above = {a >= level, b >= level, c >= level, d >= level};
        List<Integer> crossed = new ArrayList<>();
        for (int side = 0; side < 4; side++) {
            if (above[side] != above[(side + 1) % 4]) {
                crossed.add(edges[side]);
            }
        }
        if (crossed.size() == 2) {
            connect(crossed.get(0), crossed.get(1));
        } else if (crossed.size() == 4) {
            boolean firstStandsAlone = above[0] != ((a + b + c + d) / 4 >= level);
            connect(edges[0], edges[firstStandsAlone ? 3 : 1]);
            connect(edges[2], edges[firstStandsAlone ? 1 : 3]);
        }
    }

    private void connect(int one, int other) {
        joined.computeIfAbsent(one, edge -> new ArrayList<>(2)).add(other);
        joined.computeIfAbsent(other, edge -> new ArrayList<>(2)).add(one);
    }

    private List<Line> join() {
        List<Line> lines = new ArrayList<>();
        for (int edge : List.copyOf(joined.keySet())) {
            if (neighbours(edge).size() == 1) {
                lines.add(line(walk(edge)));
            }
        }
        for (int edge : List.copyOf(joined.keySet())) {
            if (!neighbours(edge).isEmpty()) {
                lines.add(line(walk(edge)));
            }
        }
        return lines;
    }

    /** Follows the connections from an edge as long as there are any, using each up. */
    private List<Integer> walk(int start) {
        List<Integer> path = new ArrayList<>();
        path.add(start);
        int here = start;
        while (!neighbours(here).isEmpty()) {
            Integer from = here;
            here = neighbours(from).remove(0);
            neighbours(here).remove(from);
            path.add(here);
        }
        return path;
    }

    private List<Integer> neighbours(int edge) {
        return joined.getOrDefault(edge, List.of());
    }

    private Line line(List<Integer> edges) {
        double[] xs = new double[edges.size()];
        double[] ys = new double[edges.size()];
        for (int i = 0; i < xs.length; i++) {
            int edge = edges.get(i);
            boolean alongRow = edge % 2 == 0;
            int row = edge / 2 / grid.columns();
            int column = edge / 2 % grid.columns();
            double from = grid.at(row, column);
            double to = alongRow ? grid.at(row, column + 1) : grid.at(row + 1, column);
            double share = (level - from) / (to - from);
            xs[i] = grid.x(column + (alongRow ? share : 0));
            ys[i] = grid.y(row + (alongRow ? 0 : share));
        }
        return new Line(xs, ys);
    }

    private int horizontal(int row, int column) {
        return 2 * (row * grid.columns() + column);
    }

    private int vertical(int row, int column) {
        return 2 * (row * grid.columns() + column) + 1;
    }
}
