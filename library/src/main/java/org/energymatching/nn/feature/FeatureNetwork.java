package org.energymatching.nn.feature;

import org.energymatching.tensor.Tensor;

/**
 * A pre-trained network that maps images to rows of features, by which they are compared; it is not trained here.
 *
 * <p>Threads may share it. It owns native memory until it is closed.
 */
public interface FeatureNetwork extends AutoCloseable {

    /** The features of images: (B, c, h, w) with values 0 … 255 to (B, d), detached. */
    Tensor features(Tensor images);

    @Override
    void close();
}
