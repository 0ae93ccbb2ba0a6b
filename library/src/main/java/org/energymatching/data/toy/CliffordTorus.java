package org.energymatching.data.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The flat torus: d circles, each in a plane of its own, in 2d dimensions, uniformly; for d = 2 Clifford's. r_i(x) =
 * √(x_2i² + x_2i+1²) - radius.
 *
 * @param intrinsicDimension d, the number of circles
 * @param radius of each; √2 gives every coordinate the variance 1
 */
public record CliffordTorus(int intrinsicDimension, double radius) implements Manifold {

    /** Checks the numbers. */
    public CliffordTorus {
        if (intrinsicDimension < 1 || !(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A torus of " + intrinsicDimension + " circles of radius " + radius + " was asked for.",
                    "It has one circle or more, of a radius above zero.",
                    "Choose for example CliffordTorus.of(2).");
        }
    }

    /** The torus whose coordinates have the variance 1. */
    public static CliffordTorus of(int circles) {
        return new CliffordTorus(circles, Math.sqrt(2));
    }

    @Override
    public Shape shape() {
        return Shape.of(2L * intrinsicDimension);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        for (int i = 0; i < intrinsicDimension; i++) {
            double angle = 2 * Math.PI * rng.nextDouble();
            out[offset + 2 * i] = (float) (radius * Math.cos(angle));
            out[offset + 2 * i + 1] = (float) (radius * Math.sin(angle));
        }
    }

    @Override
    public Tensor residual(Tensor x) {
        List<Tensor> distances = new ArrayList<>();
        for (int i = 0; i < intrinsicDimension; i++) {
            distances.add(x.slice(1, 2L * i, 2L * i + 2)
                    .square()
                    .sumPerRow()
                    .sqrt()
                    .minus(radius)
                    .reshape(-1, 1));
        }
        return Tensor.concat(distances, 1);
    }
}
