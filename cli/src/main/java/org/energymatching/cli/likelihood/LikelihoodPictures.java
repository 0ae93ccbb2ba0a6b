package org.energymatching.cli.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.likelihood.Likelihoods.Model;
import org.energymatching.cli.output.Picture;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.plot.Grid;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.energymatching.tensor.Shape;

/** Figures of likelihoods: one density against another, row by row, and in one or two dimensions the densities. */
final class LikelihoodPictures {

    private static final int NODES = 61;
    private static final int LINE_NODES = 301;
    private static final int SHOWN = 150;

    /** The range of a density's figure, in nats below its highest value. */
    private static final double DEPTH = 12;

    private static final String ROWS = "likelihood.png";
    private static final String DENSITIES = "densities.png";

    /** The names of the files that may be written. */
    static final List<String> FILES = List.of(ROWS, DENSITIES);

    private final TrainedRun run;
    private final Likelihoods likelihoods;

    private LikelihoodPictures(TrainedRun run, Likelihoods likelihoods) {
        this.run = run;
        this.likelihoods = likelihoods;
    }

    static List<Picture> of(TrainedRun run, Likelihoods likelihoods, Console console) {
        LikelihoodPictures pictures = new LikelihoodPictures(run, likelihoods);
        List<Picture> drawn = new ArrayList<>();
        List<Plot> pairs = pictures.pairs();
        if (!pairs.isEmpty()) {
            drawn.add(new Picture(
                    ROWS,
                    "log p of each row under one model against another",
                    Panels.grid(pairs.size(), pairs).toPng()));
        }
        if (run.width() <= 2) {
            console.info("Drawing the densities.");
            drawn.add(new Picture(
                    DENSITIES,
                    "The densities",
                    run.width() == 2
                            ? Panels.grid(pictures.fields().size(), pictures.fields())
                                    .toPng()
                            : pictures.line().toPng()));
        }
        return drawn;
    }

    private List<Plot> pairs() {
        List<Model> all = likelihoods.shown();
        List<Plot> pairs = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                pairs.add(pair(all.get(i), all.get(j)));
            }
        }
        return pairs;
    }

    private static Plot pair(Model first, Model second) {
        double[] x = first.likelihood().nats();
        double[] y = second.likelihood().nats();
        float[] points = new float[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            points[2 * i] = (float) x[i];
            points[2 * i + 1] = (float) y[i];
        }
        double low = Math.max(
                Arrays.stream(x).min().orElseThrow(), Arrays.stream(y).min().orElseThrow());
        double high = Math.min(
                Arrays.stream(x).max().orElseThrow(), Arrays.stream(y).max().orElseThrow());
        Plot plot = Plot.titled("log p of each row, nats")
                .x(first.label())
                .y(second.label())
                .scatter(new Samples(points, Shape.of(x.length, 2)), "rows");
        return low < high ? plot.line(new double[] {low, high}, new double[] {low, high}, "equal") : plot;
    }

    private List<Plot> fields() {
        Samples data = run.inDataUnits(likelihoods.given().rows());
        double[] low = corner(data, -1);
        double[] high = corner(data, 1);
        List<Plot> fields = new ArrayList<>();
        double highest = Double.NEGATIVE_INFINITY;
        List<Grid> grids = new ArrayList<>();
        for (Model model : likelihoods.shown()) {
            Grid grid = Grid.of(
                    low[0],
                    high[0],
                    low[1],
                    high[1],
                    NODES,
                    NODES,
                    nodes -> model.inside().apply(run.toStandardised(nodes)));
            for (double[] row : grid.values()) {
                highest = Math.max(highest, Arrays.stream(row).max().orElseThrow());
            }
            grids.add(grid);
        }
        for (int k = 0; k < grids.size(); k++) {
            for (double[] row : grids.get(k).values()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = Math.max(row[j], highest - DEPTH);
                }
            }
            fields.add(Plot.titled(likelihoods.shown().get(k).label())
                    .x(run.label(0))
                    .y(run.label(1))
                    .field(grids.get(k), "log p")
                    .scatter(data.slice(0, Math.min(SHOWN, data.rows())), "rows")
                    .equalAspect());
        }
        return fields;
    }

    private Plot line() {
        Samples data = run.inDataUnits(likelihoods.given().rows());
        double low = corner(data, -1)[0];
        double high = corner(data, 1)[0];
        double[] xs = IntStream.range(0, LINE_NODES)
                .mapToDouble(i -> low + (high - low) * i / (LINE_NODES - 1))
                .toArray();
        float[] nodes = new float[LINE_NODES];
        double[] values = new double[data.rows()];
        for (int i = 0; i < LINE_NODES; i++) {
            nodes[i] = (float) xs[i];
        }
        Arrays.setAll(values, i -> data.values()[i]);
        Samples at = run.toStandardised(new Samples(nodes, Shape.of(LINE_NODES, 1)));
        Plot plot = Plot.titled("The densities").x(run.label(0)).y("p").histogram(values, "rows");
        for (Model model : likelihoods.shown()) {
            double[] density =
                    Arrays.stream(model.inside().apply(at)).map(Math::exp).toArray();
            plot = plot.line(xs, density, model.label());
        }
        return plot;
    }

    /** Of the box around the data, a fifth wider in every direction: the lower corner for -1, the upper for 1. */
    private static double[] corner(Samples data, int side) {
        double[] low = new double[data.width()];
        double[] high = new double[data.width()];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int at = 0; at < data.values().length; at++) {
            int j = at % low.length;
            low[j] = Math.min(low[j], data.values()[at]);
            high[j] = Math.max(high[j], data.values()[at]);
        }
        double[] corner = new double[low.length];
        Arrays.setAll(corner, j -> (side < 0 ? low[j] : high[j]) + side * 0.2 * (high[j] - low[j] + 1e-6));
        return corner;
    }
}
