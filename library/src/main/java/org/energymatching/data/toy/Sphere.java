package org.energymatching.data.toy;

import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The sphere S^d of a radius in d + 1 dimensions, uniformly; r(x) = |x| - radius.
 *
 * @param intrinsicDimension d
 * @param radius of the sphere; √(d + 1) gives every coordinate the variance 1
 */
public record Sphere(int intrinsicDimension, double radius) implements Manifold {

    /** Checks the numbers. */
    public Sphere {
        if (intrinsicDimension < 1 || !(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A sphere of " + intrinsicDimension + " dimensions and radius " + radius + " was asked for.",
                    "It has one dimension or more, a circle being of one, and a radius above zero.",
                    "Choose for example new Sphere(2, 1).");
        }
    }

    /** The sphere whose coordinates have the variance 1. */
    public static Sphere of(int intrinsicDimension) {
        return new Sphere(intrinsicDimension, Math.sqrt(intrinsicDimension + 1.0));
    }

    @Override
    public Shape shape() {
        return Shape.of(intrinsicDimension + 1);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        double[] z = new double[intrinsicDimension + 1];
        double square = 0;
        for (int i = 0; i < z.length; i++) {
            z[i] = rng.nextGaussian();
            square += z[i] * z[i];
        }
        for (int i = 0; i < z.length; i++) {
            out[offset + i] = (float) (radius * z[i] / Math.sqrt(square));
        }
    }

    @Override
    public Tensor residual(Tensor x) {
        return x.square().sumPerRow().sqrt().minus(radius).reshape(-1, 1);
    }
}
