package org.energymatching.data.toy;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.tensor.Shape;

/**
 * Densities in the plane that are common tests of generative models, each with a deviation of about 1 in both coordinates, so that
 * a standard normal source covers them.
 */
public enum PlanarShape implements Distribution {

    /** Four rings of equal mass, their radii in proportion 1 : 2 : 3 : 4. */
    RINGS {
        @Override
        void point(RandomGenerator rng, double[] out) {
            double radius = 0.5 * (1 + rng.nextInt(4)) + 0.06 * rng.nextGaussian();
            polar(radius, 2 * Math.PI * rng.nextDouble(), out);
        }
    },

    /** The eight dark squares of a board of four by four. */
    CHECKERBOARD {
        @Override
        void point(RandomGenerator rng, double[] out) {
            int column = rng.nextInt(4);
            int row = 2 * rng.nextInt(2) + column % 2;
            out[0] = 0.85 * (column - 2 + rng.nextDouble());
            out[1] = 0.85 * (row - 2 + rng.nextDouble());
        }
    },

    /** Five blades that turn with the radius. */
    PINWHEEL {
        @Override
        void point(RandomGenerator rng, double[] out) {
            double along = 1.3 + 0.39 * rng.nextGaussian();
            double across = 0.13 * rng.nextGaussian();
            double turn = 2 * Math.PI * rng.nextInt(5) / 5 + 0.25 * Math.exp(along / 1.3 * 1.0);
            out[0] = along * Math.cos(turn) - across * Math.sin(turn);
            out[1] = along * Math.sin(turn) + across * Math.cos(turn);
        }
    },

    /** Two spiral arms of one and a half turns. */
    SPIRAL {
        @Override
        void point(RandomGenerator rng, double[] out) {
            double angle = 3 * Math.PI * Math.sqrt(rng.nextDouble());
            double side = rng.nextBoolean() ? 1 : -1;
            polar(side * 0.22 * angle, angle, out);
            out[0] += 0.07 * rng.nextGaussian();
            out[1] += 0.07 * rng.nextGaussian();
        }
    },

    /** Two Gaussians, with nine tenths of the mass on the left and one tenth on the right. */
    UNBALANCED {
        @Override
        void point(RandomGenerator rng, double[] out) {
            boolean left = rng.nextDouble() < 0.9;
            out[0] = (left ? -0.5 : 2.5) + 0.4 * rng.nextGaussian();
            out[1] = 0.4 * rng.nextGaussian();
        }
    };

    abstract void point(RandomGenerator rng, double[] out);

    @Override
    public Shape shape() {
        return Shape.of(2);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        double[] point = new double[2];
        point(rng, point);
        out[offset] = (float) point[0];
        out[offset + 1] = (float) point[1];
    }

    private static void polar(double radius, double angle, double[] out) {
        out[0] = radius * Math.cos(angle);
        out[1] = radius * Math.sin(angle);
    }
}
