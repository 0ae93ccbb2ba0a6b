package org.energymatching.data;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.tensor.Shape;

/**
 * Noise: every coordinate from N(0, 1), the source x₀ of the paper.
 *
 * @param shape of one point
 */
public record StandardNormal(Shape shape) implements Distribution {

    /** Points of these extents. */
    public static StandardNormal of(long... extents) {
        return new StandardNormal(Shape.of(extents));
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        int width = shape.length();
        for (int i = 0; i < width; i++) {
            out[offset + i] = (float) rng.nextGaussian();
        }
    }
}
