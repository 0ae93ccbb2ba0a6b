package org.energymatching.inverse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Selection;

/**
 * Inpainting: some values are known and others are missing; A gathers the known ones, (B, …) to (B, n) in row-major order.
 *
 * <p>Missing values are not measured: they have no noise, no part in the likelihood and no place in y. The transpose puts the
 * known values at their positions and zeros elsewhere, which is the image of y.
 */
public final class Inpainting implements LinearOperator {

    private final Shape inputShape;
    private final boolean[] missing;
    private final Selection known;

    private Inpainting(Shape inputShape, boolean[] missing) {
        int[] places = IntStream.range(0, missing.length)
                .filter(place -> !missing[place])
                .toArray();
        if (places.length == 0 || places.length == missing.length) {
            throw new UsageException(
                    "A mask on " + inputShape + " leaves out " + (places.length == 0 ? "every value." : "no value."),
                    "Some values are known and some are missing.",
                    places.length == 0
                            ? "Leave some values known, or draw samples without a measurement."
                            : "Mark what is missing, or use Identity where all is known.");
        }
        this.inputShape = inputShape;
        this.missing = missing;
        this.known = Selection.of(missing.length, places);
    }

    /**
     * A mask, true where a value is missing.
     *
     * @param shape of one row
     * @param missing one for every value of a row, or, for images and series, one for every pixel in all channels
     */
    public static Inpainting missing(Shape shape, boolean[] missing) {
        Plane plane = Plane.of(shape);
        int size = shape.length();
        if (missing.length != size && missing.length != plane.pixels()) {
            throw new UsageException(
                    "A mask of " + missing.length + " values was given for rows of shape " + shape + ".",
                    "It has one for each of " + size + " values"
                            + (plane.channels() == 1
                                    ? "."
                                    : ", or one for each of " + plane.pixels() + " pixels of a channel."),
                    "Make the mask as large as the rows.");
        }
        boolean[] all = new boolean[size];
        for (int i = 0; i < size; i++) {
            all[i] = missing[i % missing.length];
        }
        return new Inpainting(shape, all);
    }

    /**
     * An image from which a box is missing, in all channels.
     *
     * @param shape (C, H, W)
     * @param top the number of lines above the box
     * @param left the number of columns to its left
     * @param height its number of lines
     * @param width its number of columns
     */
    public static Inpainting box(Shape shape, int top, int left, int height, int width) {
        Plane plane = Plane.of(shape);
        if (top < 0
                || left < 0
                || height < 1
                || width < 1
                || top > plane.height() - height
                || left > plane.width() - width) {
            throw new UsageException(
                    "A box of " + height + "x" + width + " pixels at line " + top + ", column " + left
                            + " was to be missing from " + shape + ".",
                    "It lies inside the image, " + plane.height() + " lines of " + plane.width()
                            + " pixels, and has at least one.",
                    "Make the box smaller or move it.");
        }
        boolean[] missing = new boolean[plane.pixels()];
        for (int line = top; line < top + height; line++) {
            Arrays.fill(missing, line * plane.width() + left, line * plane.width() + left + width, true);
        }
        return missing(shape, missing);
    }

    /**
     * Pixels missing at random, in all channels: a share of them, rounded to a whole number.
     *
     * @param shape of one row
     * @param share between 0 and 1
     * @param seed of the random choice
     */
    public static Inpainting random(Shape shape, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new UsageException(
                    "A share of " + share + " of the pixels was to be missing.",
                    "A share lies between 0 and 1, both excluded.",
                    "Pass 0.5 for half of them.");
        }
        int pixels = Plane.of(shape).pixels();
        int[] order = IntStream.range(0, pixels).toArray();
        Rng rng = Rng.of(seed).stream("missing");
        boolean[] missing = new boolean[pixels];
        for (int i = 0; i < Math.round(share * pixels); i++) {
            int other = i + rng.nextInt(pixels - i);
            missing[order[other]] = true;
            order[other] = order[i];
        }
        return missing(shape, missing);
    }

    /** A table from which these columns, counted from 0, are missing and are restored. */
    public static Inpainting columns(int width, int... missing) {
        boolean[] mask = new boolean[width];
        for (int column : Selection.of(width, missing).places()) {
            mask[column] = true;
        }
        return missing(Shape.of(width), mask);
    }

    /** The operator with the complementary mask, which gathers the missing values. */
    public Inpainting complement() {
        boolean[] known = new boolean[missing.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = !missing[i];
        }
        return new Inpainting(inputShape, known);
    }

    /** Which values of a row are missing, row-major. */
    public boolean[] missing() {
        return missing.clone();
    }

    /**
     * Rows with the measured values put at their positions, for measurements without noise: the projection onto the rows that
     * agree with y.
     *
     * @param x rows of {@link #inputShape}, one after another
     * @param y as many measurements, or one for all rows
     */
    public float[] project(float[] x, float[] y) {
        int rows = RowBlock.rows(x, inputShape);
        int measurements = RowBlock.rows(y, outputShape());
        if (measurements != 1 && measurements != rows) {
            throw new UsageException(
                    measurements + " measurements were to be put into " + rows + " rows.",
                    "There is one measurement for all rows, or one for each.",
                    "Repeat each measurement for the rows that it belongs to.");
        }
        int[] places = known.places();
        float[] projected = x.clone();
        for (int i = 0; i < rows; i++) {
            int from = measurements == 1 ? 0 : i * places.length;
            for (int j = 0; j < places.length; j++) {
                projected[i * missing.length + places[j]] = y[from + j];
            }
        }
        return projected;
    }

    @Override
    public Tensor apply(Tensor x) {
        RowBlock.require(x, inputShape, this);
        return known.take(x);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        long rows = RowBlock.require(y, outputShape(), "The transpose of inpainting");
        return known.put(y).reshape(inputShape.batch(rows).extents());
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public Shape outputShape() {
        return Shape.of(known.size());
    }

    @Override
    public Range reach(Range x) {
        return x;
    }

    @Override
    public String toString() {
        return "Inpainting of " + (missing.length - known.size()) + " out of " + missing.length + " values";
    }
}
