package org.energymatching.benchmarks;

import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.coupling.Coupling;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Exact transport between a standard normal sample in 8 dimensions and a mixture of two Gaussians of deviation .3, at the origin
 * and at (2, …, 2): costs and assignment, in one thread.
 */
public final class Transports {

    private static final int WIDTH = 8;
    private static final int[][] SIZES_AND_ROUNDS = {{128, 400}, {512, 40}, {2048, 7}};

    private Transports() {}

    /** Prints the median time of each size. */
    public static void main(String[] args) {
        for (int[] each : SIZES_AND_ROUNDS) {
            int points = each[0];
            int rounds = each[1];
            double[] milliseconds = new double[rounds];
            for (int round = -rounds / 2; round < rounds; round++) { // the first third warms up
                Rng rng = Rng.of(round);
                Samples source = sample(points, 1, 0, rng.stream("source"));
                Samples data = sample(points, 0.3, 2, rng.stream("data"));
                long begun = System.nanoTime();
                Coupling.exactOt().couple(source, data, rng);
                if (round >= 0) {
                    milliseconds[round] = (System.nanoTime() - begun) * 1e-6;
                }
            }
            System.out.printf(Locale.ROOT, "%5d points %10.3f ms%n", points, Rounds.median(milliseconds));
        }
    }

    /** Half of the points, by chance, are moved to (centre, …, centre). */
    private static Samples sample(int points, double deviation, double centre, Rng rng) {
        float[] values = new float[points * WIDTH];
        for (int i = 0; i < points; i++) {
            double middle = rng.nextBoolean() ? centre : 0;
            for (int j = 0; j < WIDTH; j++) {
                values[i * WIDTH + j] = (float) (middle + deviation * rng.nextGaussian());
            }
        }
        return new Samples(values, Shape.of(points, WIDTH));
    }
}
