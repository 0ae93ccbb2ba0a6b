package org.energymatching.data.image;

import java.nio.file.Path;
import org.energymatching.data.file.Progress;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The options for reading images.
 *
 * @param shape of one image, (channels, height, width); null for that in the file, which a folder of images does
 *     not have
 * @param skipCorrupt whether images that cannot be decoded are left out and listed, rather than an error
 * @param cache a directory for the decoded images of a folder; null to decode them every time
 * @param background the background under transparent pixels
 * @param progress is called with the number of images decoded
 */
public record ImageReading(
        @Nullable Shape shape,
        boolean skipCorrupt,
        @Nullable Path cache,
        Background background,
        Progress progress) {

    public ImageReading {
        if (shape != null
                && (shape.rank() != 3
                        || (shape.at(0) != 1 && shape.at(0) != 3)
                        || shape.at(1) < 1
                        || shape.at(2) < 1)) {
            throw new UsageException(
                    "Images of shape " + shape + " were asked for.",
                    "The shape of an image is (channels, height, width), with 1 channel or 3.",
                    "Ask for (1, 28, 28), for example, or (3, 32, 32).");
        }
    }

    /** Images in the shape of the file. */
    public static ImageReading asStored() {
        return new ImageReading(null, false, null, Background.WHITE, Progress.none());
    }

    /** Images of this shape: a folder's images are converted to it, other files must have it. */
    public static ImageReading of(long channels, long height, long width) {
        return asStored().withShape(Shape.of(channels, height, width));
    }

    /** The same with another shape. */
    public ImageReading withShape(Shape wanted) {
        return new ImageReading(wanted, skipCorrupt, cache, background, progress);
    }

    /** The same, leaving out images that cannot be decoded. */
    public ImageReading skippingCorrupt() {
        return new ImageReading(shape, true, cache, background, progress);
    }

    /** The same with a directory for decoded images. */
    public ImageReading cachedIn(Path directory) {
        return new ImageReading(shape, skipCorrupt, directory, background, progress);
    }

    /** The same with another background. */
    public ImageReading over(Background other) {
        return new ImageReading(shape, skipCorrupt, cache, other, progress);
    }

    /** The same with reports of progress. */
    public ImageReading reporting(Progress listener) {
        return new ImageReading(shape, skipCorrupt, cache, background, listener);
    }
}
