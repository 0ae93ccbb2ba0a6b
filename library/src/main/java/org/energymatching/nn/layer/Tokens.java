package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** Converts images to sequences of their pixels and back, without a copy in channels-last layouts. */
public final class Tokens {

    private Tokens() {}

    /** (B, C, H, W) to (B, H·W, C). */
    public static Tensor of(Tensor picture) {
        Shape shape = picture.shape();
        return result(() -> unwrap(picture).permute(0, 2, 3, 1))
                .reshape(shape.at(0), shape.at(2) * shape.at(3), shape.at(1));
    }

    /** (B, H·W, C) to (B, C, H, W). */
    public static Tensor picture(Tensor tokens, long height, long width) {
        Shape shape = tokens.shape();
        Tensor pixels = tokens.reshape(shape.at(0), height, width, shape.at(2));
        return result(() -> unwrap(pixels).permute(0, 3, 1, 2));
    }
}
