package org.energymatching.metric;

import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.nn.feature.FeatureNetwork;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * Features of images, for the distances below: a function from images (n, c, h, w) to rows of features (n, d).
 *
 * <p>The images hold whole numbers from 0 to 255, as files do: published distances were computed on such images, and
 * rounding changes them measurably. {@link FrechetDistance}, {@link KernelDistance} and {@link PrecisionRecall} take the rows.
 */
@FunctionalInterface
public interface Features {

    /** The features of each image. */
    Samples of(Samples images);

    /**
     * The features of a network, computed in blocks of images on all cores; the caller has to
     * close the network. Throws a {@link UsageException} for anything but one image or more of whole numbers from 0 to 255.
     */
    static Features by(FeatureNetwork network) {
        final int rowsAtATime = 16; // a third of a gigabyte on each core for Inception
        return images -> {
            requireBytes(images);
            int blocks = (images.rows() + rowsAtATime - 1) / rowsAtATime;
            List<Samples> parts = Workers.common().map(blocks, block -> {
                Samples part = images.slice(block * rowsAtATime, Math.min(images.rows(), (block + 1) * rowsAtATime));
                try (Scope scope = Scope.open()) {
                    Tensor features = network.features(Tensor.of(part.values(), part.shape()));
                    Shape shape = features.shape();
                    return new Samples(features.floats(), shape);
                }
            });
            return Samples.concat(parts);
        };
    }

    private static void requireBytes(Samples images) {
        if (images.shape().rank() != 4 || images.rows() == 0) {
            throw new UsageException(
                    "Features were asked for of values of the shape " + images.shape() + ".",
                    "Images have the shape (rows, channels, height, width), with at least one row.",
                    "Give the samples the shape of images.");
        }
        for (float value : images.values()) {
            if (!(value >= 0 && value <= 255) || value != Math.rint(value)) {
                throw new UsageException(
                        "An image for a feature network holds the value " + value + ".",
                        "Its pixels are whole numbers from 0 to 255.",
                        "Convert the samples to bytes first.");
            }
        }
    }
}
