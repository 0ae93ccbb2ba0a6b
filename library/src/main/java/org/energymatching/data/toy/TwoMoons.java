package org.energymatching.data.toy;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.data.file.Permutation;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Two interleaved half circles, the data of the 2-D experiment, as in torchcfm (paper, section 4.1).
 *
 * <p>A point is (cos a, sin a) or (1 - cos a, ½ - sin a), a in [0, π], plus noise uniform on [0, 0.2) in both
 * coordinates, then 3x - 1. A draw takes a uniformly; a mini-batch takes its angles evenly spaced on each moon, which is
 * the same density with less variance between batches, and its rows in random order.
 */
public record TwoMoons() implements Distribution {

    private static final double NOISE = 0.2;

    /** The distribution; it has no parameters. */
    public static TwoMoons create() {
        return new TwoMoons();
    }

    @Override
    public Shape shape() {
        return Shape.of(2);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        boolean upper = rng.nextBoolean();
        point(upper, Math.PI * rng.nextDouble(), rng, out, offset);
    }

    @Override
    public Samples batch(long step, int n, Rng rng) {
        Rng own = rng.at(step);
        float[] values = new float[2 * n];
        int upper = n / 2;
        Permutation order = new Permutation(n, own.stream("order"));
        for (int i = 0; i < n; i++) {
            boolean first = i < upper;
            int count = first ? upper : n - upper;
            int index = first ? i : i - upper;
            point(first, Math.PI * index / Math.max(1, count - 1), own.at(i), values, 2 * (int) order.at(i));
        }
        return new Samples(values, Shape.of(n, 2));
    }

    private static void point(boolean upper, double angle, RandomGenerator rng, float[] out, int offset) {
        double x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
        double y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
        out[offset] = (float) (3 * (x + NOISE * rng.nextDouble()) - 1);
        out[offset + 1] = (float) (3 * (y + NOISE * rng.nextDouble()) - 1);
    }
}
