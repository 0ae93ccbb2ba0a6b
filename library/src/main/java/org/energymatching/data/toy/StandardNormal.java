package org.energymatching.data.toy;

import java.util.random.RandomGenerator;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.tensor.Shape;

/**
 * The standard normal distribution: every coordinate from N(0, 1), the source x₀ of the paper.
 *
 * @param shape of one point
 */
public record StandardNormal(Shape shape) implements Density {

    /** Points of this shape. */
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

    /** -½ |x|² - ½ d log 2π. */
    @Override
    public double[] logDensities(Samples x) {
        requireWidthOf(x);
        int width = shape.length();
        double[] logs = new double[x.rows()];
        for (int i = 0; i < logs.length; i++) {
            double square = 0;
            for (int j = i * width; j < (i + 1) * width; j++) {
                square += (double) x.values()[j] * x.values()[j];
            }
            logs[i] = -0.5 * square - 0.5 * width * Math.log(2 * Math.PI);
        }
        return logs;
    }
}
