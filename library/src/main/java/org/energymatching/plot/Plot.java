package org.energymatching.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.Spectrum;
import org.energymatching.metric.LetterFrequencies;
import org.jspecify.annotations.Nullable;

/**
 * A chart with two axes, put together layer by layer and saved as PNG or SVG.
 *
 * <p>A plot never changes: each method returns another one. Layers are drawn in the order in which they were added,
 * over the field if there is one; those with the same label share a colour and an entry in the legend, and an empty
 * label has none. In all texts {@code ^{…}} is raised and {@code _{…}} lowered. Values that are not finite, and on a
 * logarithmic axis those that are not positive, are left out and counted in a note. Arrays and samples are not copied.
 */
public final class Plot {

    private static final double WIDTH = 480;
    private static final double HEIGHT = 350;
    private static final int CONTOUR_NODES = 161;

    private final String title;
    private String xLabel = "";
    private String yLabel = "";
    private Scale xScale = Scale.LINEAR;
    private Scale yScale = Scale.LINEAR;
    private @Nullable Interval xRange;
    private @Nullable Interval yRange;
    private boolean equalAspect;
    private List<Layer> layers = List.of();

    private Plot(String title) {
        this.title = title;
    }

    /** An empty chart with a title. */
    public static Plot titled(String title) {
        return new Plot(title);
    }

    /** The landscape of a potential of two numbers over the square [from, to]²: colours and level lines of V. */
    public static Plot contour(Potential potential, double from, double to) {
        Grid grid = Grid.of(from, to, from, to, CONTOUR_NODES, CONTOUR_NODES, potential::energies);
        return titled("Landscape of V")
                .x("x_{1}")
                .y("x_{2}")
                .field(grid, "V", 0, 0.9)
                .equalAspect();
    }

    /**
     * The distributions of several sets of energies, such as those of data, samples and noise. Where they lie orders of
     * magnitude apart, the axis is linear near the reference and logarithmic far from it, and each set is as high.
     *
     * @param reference the name of the set that the others are compared with, such as the data
     * @param sets to each name its energies, in the order of the legend
     */
    public static Plot energies(String reference, Map<String, double[]> sets) {
        return Energies.of(reference, sets);
    }

    /** The eigenvalues of Hessians in ascending order: their mean over points, the band around it, and ±τ. */
    public static Plot eigenvalues(Spectrum spectrum, double threshold) {
        return Spectra.ordered(spectrum, threshold);
    }

    /** The distribution of the eigenvalues' magnitudes over all points, and τ. */
    public static Plot eigenvalueMagnitudes(Spectrum spectrum, double threshold) {
        return Spectra.magnitudes(spectrum, threshold);
    }

    /** How many eigenvalues lie below a threshold, for thresholds up to a hundred times smaller and larger than τ. */
    public static Plot dimensionByThreshold(Spectrum spectrum, double threshold) {
        return Spectra.dimensions(spectrum, threshold);
    }

    /** What the x axis shows. */
    public Plot x(String label) {
        return with(plot -> plot.xLabel = label);
    }

    /** What the y axis shows; histograms have a name for it if nothing else is said. */
    public Plot y(String label) {
        return with(plot -> plot.yLabel = label);
    }

    /** A heat map with level lines; the label stands beside its colour bar. The axes end where the grid does. */
    public Plot field(Grid grid, String label) {
        return field(grid, label, 0, 1);
    }

    /**
     * A heat map whose colours run between two quantiles of the field, so that a few extreme values do not wash out
     * the rest; arrows at the colour bar's ends say that there is more.
     *
     * @param lowest the share of the nodes below the first colour, such as 0
     * @param highest the share of the nodes up to the last colour, such as 0.9
     */
    public Plot field(Grid grid, String label, double lowest, double highest) {
        if (!(lowest >= 0 && lowest < highest && highest <= 1)) {
            throw new UsageException(
                    "The colours are to run from quantile " + lowest + " to quantile " + highest + ".",
                    "Quantiles lie between 0 and 1, and the first is the smaller.",
                    "Pass 0 and 1 for the whole range, or 0 and 0.9 to leave out high walls.");
        }
        if (layers.stream().anyMatch(Field.class::isInstance)) {
            throw new UsageException(
                    "The plot \"" + title + "\" is given a second field.",
                    "A plot has one field at most, for it covers everything beneath.",
                    "Draw the fields side by side with Panels.grid.");
        }
        return with(Field.of(grid, label, lowest, highest));
    }

    /** A dot for each point: column 0 is x, column 1 is y. */
    public Plot scatter(Samples points, String label) {
        requirePlane(points);
        double[] xs = new double[points.rows()];
        double[] ys = new double[points.rows()];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = points.values()[i * points.width()];
            ys[i] = points.values()[i * points.width() + 1];
        }
        return with(new Scatter(xs, ys, label));
    }

    /** A line through the points (xs[i], ys[i]), broken where one is not finite. */
    public Plot line(double[] xs, double[] ys, String label) {
        requireEqual(xs.length, ys.length, "y values");
        return with(new Line(xs, ys, label));
    }

    /** A noisy series, such as the losses of a run: the values faintly, and boldly their moving mean. */
    public Plot trend(double[] xs, double[] ys, String label) {
        requireEqual(xs.length, ys.length, "y values");
        return with(Trend.of(xs, ys, label));
    }

    /** Many thin translucent lines over the same x values, one for each row, such as the load profiles of many days. */
    public Plot curves(double[] xs, Samples rows, String label) {
        if (rows.rows() > 0) {
            requireEqual(xs.length, rows.width(), "values in each row");
        }
        return with(new Curves(xs, rows, label));
    }

    /**
     * Trajectories in the plane with a dot at the start and another at the end.
     *
     * @param times the points of all trajectories at each time; row i is trajectory i, columns 0 and 1 are x and y
     */
    public Plot paths(List<Samples> times, String label) {
        for (Samples points : times) {
            requirePlane(points);
            requireEqual(times.get(0).rows(), points.rows(), "trajectories at a later time");
        }
        return with(new Paths(List.copyOf(times), label));
    }

    /**
     * The distribution of values, its area 1, over bins shared by all histograms of the plot. They span the 0.5 % to
     * 99.5 % quantiles or a little more; the end bins hold what lies beyond, and a note says so.
     */
    public Plot histogram(double[] values, String label) {
        return with(Histogram.of(values, label));
    }

    /**
     * A sequence logo: at each position, counted from 1, a pile of letters as high as the position tells, in bits, each
     * letter's part as large as its share.
     */
    public Plot logo(LetterFrequencies frequencies) {
        return with(new Logo(frequencies));
    }

    /** A shaded band between two lines, such as two quantiles. */
    public Plot band(double[] xs, double[] low, double[] high, String label) {
        requireEqual(xs.length, low.length, "lower values");
        requireEqual(xs.length, high.length, "upper values");
        return with(new Band(xs, low, high, label));
    }

    /** A dashed line at an x. */
    public Plot verticalLine(double x, String label) {
        return with(new Reference(true, x, label, nextDash()));
    }

    /** A dashed line at a y. */
    public Plot horizontalLine(double y, String label) {
        return with(new Reference(false, y, label, nextDash()));
    }

    /** Lays the x axis out by the logarithm. */
    public Plot logX() {
        return with(plot -> plot.xScale = Scale.LOGARITHMIC);
    }

    /**
     * Lays the x axis out by asinh((x − centre)/unit): linearly near the centre and by the logarithm of the distance far
     * from it, so that sets of values with very different ranges share an axis, whatever their sign.
     *
     * @param unit how near is near, above zero
     */
    public Plot logX(double centre, double unit) {
        if (!(Scale.LINEAR.shows(centre) && unit > 0 && Scale.LINEAR.shows(unit))) {
            throw new UsageException(
                    "The x axis is asked to be linear within " + unit + " of " + centre + ".",
                    "Both are finite, and the distance is above zero.",
                    "Pass the median of the values that matter and the distance between their quartiles.");
        }
        return with(plot -> plot.xScale = new AroundScale(centre, unit));
    }

    /** Lays the y axis out by the logarithm. */
    public Plot logY() {
        return with(plot -> plot.yScale = Scale.LOGARITHMIC);
    }

    /** Lets the x axis run from one value to another instead of over all data, as for plots to be compared. */
    public Plot xRange(double from, double to) {
        Interval range = new Interval("x", from, to);
        return with(plot -> plot.xRange = range);
    }

    /** Lets the y axis run from one value to another instead of over all data, as for plots to be compared. */
    public Plot yRange(double from, double to) {
        Interval range = new Interval("y", from, to);
        return with(plot -> plot.yRange = range);
    }

    /** Makes a unit as long on one axis as on the other, so that circles look round. */
    public Plot equalAspect() {
        return with(plot -> plot.equalAspect = true);
    }

    /** Writes the chart to a file that ends in .png or .svg, making its directory if need be. */
    public void save(Path file) {
        picture().save(file);
    }

    /** The chart as a PNG file, two pixels to the point. */
    public byte[] toPng() {
        return picture().png();
    }

    /** The chart as an SVG document; the same plot gives the same text everywhere. */
    public String toSvg() {
        return picture().svg();
    }

    Picture picture() {
        return Sheet.picture(List.of(this), 1, WIDTH, HEIGHT);
    }

    String title() {
        return title;
    }

    String xLabel() {
        return xLabel;
    }

    String yLabel() {
        return yLabel;
    }

    Scale xScale() {
        return xScale;
    }

    Scale yScale() {
        return yScale;
    }

    @Nullable
    Interval xRange() {
        return xRange;
    }

    @Nullable
    Interval yRange() {
        return yRange;
    }

    boolean isEqualAspect() {
        return equalAspect;
    }

    List<Layer> layers() {
        return layers;
    }

    Plot with(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return with(plot -> plot.layers = List.copyOf(more));
    }

    private Plot with(Consumer<Plot> change) {
        Plot copy = new Plot(title);
        copy.xLabel = xLabel;
        copy.yLabel = yLabel;
        copy.xScale = xScale;
        copy.yScale = yScale;
        copy.xRange = xRange;
        copy.yRange = yRange;
        copy.equalAspect = equalAspect;
        copy.layers = layers;
        change.accept(copy);
        return copy;
    }

    private Pen.Dash nextDash() {
        return Pen.Dash.reference(
                (int) layers.stream().filter(Reference.class::isInstance).count());
    }

    private static void requirePlane(Samples points) {
        if (points.rows() > 0 && points.width() < 2) {
            throw new UsageException(
                    "The points have " + points.width() + " coordinate each.",
                    "Points in a plane have two or more; the first two are drawn.",
                    "Draw single values as a histogram.");
        }
    }

    private static void requireEqual(int expected, int found, String what) {
        if (expected != found) {
            throw new UsageException(
                    "There are " + found + " " + what + " for " + expected + ".",
                    "Lists that are drawn together are equally long.",
                    "Check how the lists were made.");
        }
    }
}
