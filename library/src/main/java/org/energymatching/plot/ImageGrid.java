package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * A mosaic of images, saved as PNG or SVG.
 *
 * <p>Images are samples (n, c, h, w) with values in [−1, 1] and c = 1 (grey) or c = 3 (red, green, blue). A value x is
 * shown as the byte {@code min(255, ⌊127.5·clamp(x, −1, 1) + 128⌋)}; values that are not finite are left blank and
 * counted in a note. Pixels are enlarged a whole number of times and stay square.
 *
 * <p>A grid never changes: each method returns another one. Images are not copied. Requests that make no sense, such as
 * no image at all, two channels, or more tiles than a picture can hold, are a {@link UsageException}.
 *
 * <pre>{@code
 * ImageGrid.columns(trajectory.states()).columnLabels(List.of("t = 0", "t = 1", "t = 2")).save(Path.of("chains.png"));
 * }</pre>
 */
public final class ImageGrid {

    /** Unless told otherwise, tiles are at least this long, in points. */
    private static final int TILE = 56;

    private static final long LONGEST_SIDE = 15_000;
    private static final long LARGEST_AREA = 16_000_000;

    private final Mosaic mosaic;
    private final Wording wording;

    private ImageGrid(Mosaic mosaic, Wording wording) {
        if (Math.max(mosaic.width(), mosaic.height()) > LONGEST_SIDE
                || mosaic.width() * mosaic.height() > LARGEST_AREA) {
            throw new UsageException(
                    "A grid of " + mosaic.rows() + " rows and " + mosaic.columns() + " columns would be "
                            + mosaic.width() + " points wide and " + mosaic.height() + " high.",
                    "No side is longer than " + LONGEST_SIDE + " points, and the area is at most " + LARGEST_AREA
                            + " square points.",
                    "Show fewer images, or enlarge them less.");
        }
        this.mosaic = mosaic;
        this.wording = wording;
    }

    /** The images row by row, the whole as nearly square as they allow. */
    public static ImageGrid of(Samples images) {
        requireImages(images);
        double slimness = (double) images.shape().at(2) / images.shape().at(3);
        int columns = (int) Math.ceil(Math.sqrt(images.rows() * slimness) - 1e-9);
        return of(images, Math.max(1, Math.min(images.rows(), columns)));
    }

    /** The images row by row, so many side by side. */
    public static ImageGrid of(Samples images, int columns) {
        requireImages(images);
        if (columns < 1) {
            throw new UsageException(
                    "The images are to stand in " + columns + " columns.",
                    "There is at least one column.",
                    "Say how many images stand side by side.");
        }
        int rows = (images.rows() + columns - 1) / columns;
        return placed(images, IntStream.range(0, images.rows()).toArray(), rows, columns);
    }

    /** Each set of images as a row of its own, such as data above samples; a shorter row ends in blank tiles. */
    public static ImageGrid rows(List<Samples> rows) {
        Samples all = joined(rows);
        int columns = rows.stream().mapToInt(Samples::rows).max().orElse(1);
        int[] cells = IntStream.range(0, rows.size())
                .flatMap(row -> IntStream.range(0, rows.get(row).rows()).map(column -> row * columns + column))
                .toArray();
        return placed(all, cells, rows.size(), columns);
    }

    /** Each set of images as a column of its own, such as the same chains at rising times, one chain to the row. */
    public static ImageGrid columns(List<Samples> columns) {
        Samples all = joined(columns);
        int rows = columns.stream().mapToInt(Samples::rows).max().orElse(1);
        int[] cells = IntStream.range(0, columns.size())
                .flatMap(column ->
                        IntStream.range(0, columns.get(column).rows()).map(row -> row * columns.size() + column))
                .toArray();
        return placed(all, cells, rows, columns.size());
    }

    /** The text above. */
    public ImageGrid title(String title) {
        return with(new Wording(title, wording.caption(), wording.rows(), wording.columns()));
    }

    /** The text underneath, such as the time of a frame of an animation. */
    public ImageGrid caption(String caption) {
        return with(new Wording(wording.title(), caption, wording.rows(), wording.columns()));
    }

    /** What stands beside the rows, one text for each from the top. */
    public ImageGrid rowLabels(List<String> labels) {
        requireOneEach(labels, mosaic.rows(), "rows");
        return with(new Wording(wording.title(), wording.caption(), List.copyOf(labels), wording.columns()));
    }

    /** What stands above the columns, one text for each from the left; texts wider than a tile are cut. */
    public ImageGrid columnLabels(List<String> labels) {
        requireOneEach(labels, mosaic.columns(), "columns");
        return with(new Wording(wording.title(), wording.caption(), wording.rows(), List.copyOf(labels)));
    }

    /** How many points a pixel of the images is wide and high, instead of as many as make a tile 56 points long. */
    public ImageGrid scale(int points) {
        if (points < 1) {
            throw new UsageException(
                    "The images are to be enlarged " + points + " times.",
                    "Pixels are enlarged a whole number of times, at least once.",
                    "Pass 1 to show a pixel of an image as one point.");
        }
        return new ImageGrid(mosaic.scaled(points), wording);
    }

    /** Writes the grid to a file that ends in .png or .svg, making its directory if need be. */
    public void save(Path file) {
        picture().save(file);
    }

    /** The grid as a PNG file, two pixels to the point. */
    public byte[] toPng() {
        return picture().png();
    }

    /** The grid as an SVG document with the images embedded. */
    public String toSvg() {
        return picture().svg();
    }

    /** The grid as pixels, two to the point. */
    public BufferedImage toImage() {
        return picture().raster(Lettering.available());
    }

    Picture picture() {
        return new ImageSheet(mosaic, wording).picture();
    }

    Mosaic mosaic() {
        return mosaic;
    }

    private ImageGrid with(Wording other) {
        return new ImageGrid(mosaic, other);
    }

    private static ImageGrid placed(Samples images, int[] cells, int rows, int columns) {
        long side = Math.max(images.shape().at(2), images.shape().at(3));
        int scale = (int) Math.max(1, (TILE + side - 1) / side);
        return new ImageGrid(new Mosaic(images, cells, rows, columns, scale), Wording.NONE);
    }

    private static Samples joined(List<Samples> sets) {
        List<Samples> images = sets.stream().filter(set -> set.rows() > 0).toList();
        if (images.isEmpty()) {
            throw noImages();
        }
        Shape shape = images.get(0).shape().row();
        for (Samples set : images) {
            requireImages(set);
            if (!set.shape().row().equals(shape)) {
                throw new UsageException(
                        "Images of the shapes " + shape + " and " + set.shape().row() + " are to stand in one grid.",
                        "All images of a grid have the same channels, height and width.",
                        "Draw them as grids of their own.");
            }
        }
        return Samples.concat(images);
    }

    private static void requireImages(Samples images) {
        Shape shape = images.shape();
        if (shape.rank() != 4 || (shape.at(1) != 1 && shape.at(1) != 3)) {
            throw new UsageException(
                    "Samples of the shape " + shape + " are no images.",
                    "Images have the shape (n, c, h, w) with 1 channel for grey or 3 for red, green and blue.",
                    "Give the samples this shape, or draw them as a plot.");
        }
        if (shape.size() == 0) {
            throw noImages();
        }
    }

    private static void requireOneEach(List<String> labels, int count, String what) {
        if (labels.size() != count) {
            throw new UsageException(
                    "There are " + labels.size() + " labels for " + count + " " + what + ".",
                    "Each of the " + what + " has one label, which may be empty.",
                    "Pass as many labels as there are " + what + ".");
        }
    }

    private static UsageException noImages() {
        return new UsageException(
                "There is no image to show.",
                "A grid has at least one image of at least one pixel.",
                "Pass samples with at least one row.");
    }
}
