package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.energymatching.Samples;

/**
 * Image samples as square-edged tiles in rows and columns, one pixel to the point.
 *
 * <p>The byte of a value x is {@code min(255, ⌊127.5·clamp(x, −1, 1) + 128⌋)}, in single precision: it gives back every
 * byte b that was read as {@code b/127.5 − 1}. A pixel with a value that is not finite stays blank, like the gaps.
 *
 * @param images (n, c, h, w), with 1 channel for grey or 3 for red, green and blue
 * @param cells where each image lies, counted row by row
 * @param rows of tiles
 * @param columns of tiles
 * @param scale how many points a pixel of the images is wide and high
 */
record Mosaic(Samples images, int[] cells, int rows, int columns, int scale) {

    /** Between neighbouring tiles, in points. */
    static final int GAP = 2;

    int tileWidth() {
        return scale * extent(3);
    }

    int tileHeight() {
        return scale * extent(2);
    }

    long width() {
        return columns * ((long) scale * extent(3) + GAP) - GAP;
    }

    long height() {
        return rows * ((long) scale * extent(2) + GAP) - GAP;
    }

    /** The same tiles in another size. */
    Mosaic scaled(int times) {
        return new Mosaic(images, cells, rows, columns, times);
    }

    /** Whether there is nothing but grey, for want of channels. */
    boolean grey() {
        return extent(1) == 1;
    }

    /** How many values are not finite. */
    int unfit() {
        int unfit = 0;
        for (float value : images.values()) {
            unfit += Float.isFinite(value) ? 0 : 1;
        }
        return unfit;
    }

    /** All tiles on white. */
    BufferedImage picture() {
        int width = Math.toIntExact(width());
        int height = Math.toIntExact(height());
        int[] blank = new int[width];
        Arrays.fill(blank, Colour.WHITE.rgb());
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            picture.setRGB(0, y, width, 1, blank, 0, width);
        }
        for (int i = 0; i < cells.length; i++) {
            draw(picture, i, cells[i] % columns * (tileWidth() + GAP), cells[i] / columns * (tileHeight() + GAP));
        }
        return picture;
    }

    /** Draws one image with its upper left corner at (left, top). */
    private void draw(BufferedImage picture, int image, int left, int top) {
        int[] line = new int[tileWidth()];
        for (int y = 0; y < extent(2); y++) {
            for (int x = 0; x < line.length; x++) {
                line[x] = rgb(image, y, x / scale);
            }
            for (int copy = 0; copy < scale; copy++) {
                picture.setRGB(left, top + y * scale + copy, line.length, 1, line, 0, line.length);
            }
        }
    }

    private int rgb(int image, int y, int x) {
        int channels = extent(1);
        int plane = extent(2) * extent(3);
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
            int at = (image * channels + Math.min(channel, channels - 1)) * plane + y * extent(3) + x;
            if (!Float.isFinite(images.values()[at])) {
                return Colour.WHITE.rgb();
            }
            rgb = rgb << 8 | level(images.values()[at]);
        }
        return rgb;
    }

    private int extent(int axis) {
        return Math.toIntExact(images.shape().at(axis));
    }

    /** From [−1, 1] to 0…255; values beyond are taken to the ends. */
    static int level(float value) {
        return Math.min(255, (int) (127.5f * Math.max(-1, Math.min(1, value)) + 128));
    }
}
