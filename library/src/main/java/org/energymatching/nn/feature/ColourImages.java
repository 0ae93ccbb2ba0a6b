package org.energymatching.nn.feature;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/** The input images of networks for photographs. */
final class ColourImages {

    private static final int CHANNELS = 3;

    private ColourImages() {}

    /** Checks that the images are (B, 3, h, w). */
    static void require(Tensor images, String network) {
        if (images.shape().rank() != 4 || images.shape().at(1) != CHANNELS) {
            throw new UsageException(
                    network + " was given images of the shape " + images.shape() + ".",
                    "It takes images in colour, of the shape (rows, 3, height, width).",
                    "Repeat a grey image in all three channels, or use a network for grey images.");
        }
    }
}
