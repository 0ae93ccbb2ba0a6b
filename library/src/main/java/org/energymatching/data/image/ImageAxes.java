package org.energymatching.data.image;

import java.nio.file.Path;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * The meaning of the axes after the first of an array of images.
 *
 * <p>Two axes are height and width of grey images. Of three, the first or the last is the channels: the one of size 1 or
 * 3.
 *
 * @param shape of one image: (channels, height, width)
 * @param channelsLast whether the channels of a pixel are adjacent in the file, (height, width, channels)
 */
record ImageAxes(Shape shape, boolean channelsLast) {

    /** The largest side of a JPEG image. */
    private static final int LONGEST_SIDE = 65_535;

    /** The meaning of the axes of an array (images, …). */
    static ImageAxes of(Path path, Shape array) {
        Shape row = array.row();
        if (row.rank() == 2) {
            return checked(path, array, new ImageAxes(Shape.of(1, row.at(0), row.at(1)), false));
        }
        if (row.rank() != 3) {
            throw unfit(path, array, "Save it as (images, height, width) or (images, channels, height, width).");
        }
        boolean first = row.at(0) == 1 || row.at(0) == 3;
        boolean last = row.at(2) == 1 || row.at(2) == 3;
        if (first == last) {
            throw unfit(
                    path,
                    array,
                    first
                            ? "Both the second and the last axis could be the channels: save images of another size, or the"
                                    + " pictures themselves as PNG in a folder."
                            : "Neither the second nor the last axis can be the channels: save images of 1 or 3 channels.");
        }
        return checked(path, array, new ImageAxes(last ? Shape.of(row.at(2), row.at(0), row.at(1)) : row, last));
    }

    private static ImageAxes checked(Path path, Shape array, ImageAxes axes) {
        long height = axes.shape.at(1);
        long width = axes.shape.at(2);
        if (Math.min(height, width) < 1
                || Math.max(height, width) > LONGEST_SIDE
                || axes.shape.size() > Integer.MAX_VALUE) {
            throw unfit(path, array, "Save images whose sides are 1 to " + LONGEST_SIDE + " pixels long.");
        }
        return axes;
    }

    /** The pixels of an image of a file, channel after channel. */
    byte[] planar(byte[] stored) {
        if (!channelsLast) {
            return stored;
        }
        int channels = (int) shape.at(0);
        int area = stored.length / channels;
        byte[] planes = new byte[stored.length];
        for (int i = 0; i < stored.length; i++) {
            planes[i % channels * area + i / channels] = stored[i];
        }
        return planes;
    }

    private static DataException unfit(Path path, Shape array, String remedy) {
        return new DataException(
                path + " holds an array of shape " + array + ".",
                "Images have the shape (images, height, width), (images, height, width, channels) or (images, channels,"
                        + " height, width), with 1 channel or 3.",
                remedy);
    }
}
