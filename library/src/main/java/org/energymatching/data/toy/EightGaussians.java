package org.energymatching.data.toy;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.density.GaussianMixture;
import org.energymatching.tensor.Shape;

/**
 * Eight equal Gaussians with centres on a circle of radius 5, each with covariance √0.1 · I: the source of the 2-D
 * experiment, as in torchcfm (paper, section 4.1).
 */
public record EightGaussians() implements Density {

    private static final double RADIUS = 5;
    private static final double DEVIATION = Math.sqrt(Math.sqrt(0.1));

    /** The distribution; it has no parameters. */
    public static EightGaussians create() {
        return new EightGaussians();
    }

    @Override
    public Shape shape() {
        return Shape.of(2);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        double angle = Math.PI / 4 * rng.nextInt(8);
        out[offset] = (float) (RADIUS * Math.cos(angle) + DEVIATION * rng.nextGaussian());
        out[offset + 1] = (float) (RADIUS * Math.sin(angle) + DEVIATION * rng.nextGaussian());
    }

    @Override
    public double[] logDensities(Samples x) {
        double[][] centres = IntStream.range(0, 8)
                .mapToObj(k -> new double[] {RADIUS * Math.cos(Math.PI / 4 * k), RADIUS * Math.sin(Math.PI / 4 * k)})
                .toArray(double[][]::new);
        return GaussianMixture.round(centres, DEVIATION).logDensities(x);
    }
}
