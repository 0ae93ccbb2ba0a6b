package org.energymatching.coupling;

import java.util.random.RandomGenerator;

/** Random points and costs for tests. */
final class Points {

    private Points() {}

    static float[] gaussian(int rows, int width, RandomGenerator random) {
        float[] points = new float[rows * width];
        for (int at = 0; at < points.length; at++) {
            points[at] = (float) random.nextGaussian();
        }
        return points;
    }

    /** Eight narrow Gaussians on a circle of radius 4. */
    static float[] eightGaussians(int rows, RandomGenerator random) {
        float[] points = gaussian(rows, 2, random);
        for (int i = 0; i < rows; i++) {
            double angle = random.nextInt(8) * Math.PI / 4;
            points[2 * i] = (float) (4 * Math.cos(angle) + 0.1 * points[2 * i]);
            points[2 * i + 1] = (float) (4 * Math.sin(angle) + 0.1 * points[2 * i + 1]);
        }
        return points;
    }
}
