package org.energymatching.nn.feature;

import org.energymatching.tensor.Tensor;

/**
 * A trained network that images are compared by: it turns each into a row of features, and nothing is learnt here.
 *
 * <p>May be shared by threads. Owns native memory until it is closed.
 */
public interface FeatureNetwork extends AutoCloseable {

    /** The features of images: (B, c, h, w) with values 0 … 255 to (B, d), detached. */
    Tensor features(Tensor images);

    @Override
    void close();
}
