package org.energymatching.data.toy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A screw line in 3 dimensions, (√2 cos t, √2 sin t, t/π) with t uniform on [-√3 π, √3 π]: every coordinate
 * has a variance near 1. r(x) is the way to the point of the line at the same height.
 */
public record Helix() implements Manifold {

    private static final double RADIUS = Math.sqrt(2);
    private static final double END = Math.sqrt(3) * Math.PI;

    /** The line; it has no parameters. */
    public static Helix create() {
        return new Helix();
    }

    @Override
    public int intrinsicDimension() {
        return 1;
    }

    @Override
    public Shape shape() {
        return Shape.of(3);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        double t = END * (2 * rng.nextDouble() - 1);
        out[offset] = (float) (RADIUS * Math.cos(t));
        out[offset + 1] = (float) (RADIUS * Math.sin(t));
        out[offset + 2] = (float) (t / Math.PI);
    }

    @Override
    public Tensor residual(Tensor x) {
        Tensor t = Manifold.coordinate(x, 2).times(Math.PI);
        return Tensor.concat(
                List.of(
                        Manifold.coordinate(x, 0).minus(t.cos().times(RADIUS)),
                        Manifold.coordinate(x, 1).minus(t.sin().times(RADIUS))),
                1);
    }
}
