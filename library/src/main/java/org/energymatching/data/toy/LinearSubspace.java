package org.energymatching.data.toy;

import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The first d of D axes, with normal numbers along them and zeros across; {@link #in} turns it. r(x) are the other numbers.
 *
 * @param intrinsicDimension d
 * @param dimensions D, more than d
 */
public record LinearSubspace(int intrinsicDimension, int dimensions) implements Manifold {

    /** Checks the numbers. */
    public LinearSubspace {
        if (intrinsicDimension < 1 || dimensions <= intrinsicDimension) {
            throw new UsageException(
                    "A subspace of " + intrinsicDimension + " dimensions in " + dimensions + " was asked for.",
                    "It has one dimension or more, and fewer than the space around it.",
                    "Choose for example new LinearSubspace(3, 5).");
        }
    }

    @Override
    public Shape shape() {
        return Shape.of(dimensions);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        for (int i = 0; i < dimensions; i++) {
            out[offset + i] = i < intrinsicDimension ? (float) rng.nextGaussian() : 0;
        }
    }

    @Override
    public Tensor residual(Tensor x) {
        return x.slice(1, intrinsicDimension, dimensions);
    }
}
