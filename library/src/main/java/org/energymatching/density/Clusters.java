package org.energymatching.density;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.Samples;
import org.energymatching.coupling.SquaredDistances;
import org.energymatching.tensor.Workers;

/**
 * k-means: centres of rows and the nearest centre of each row, initialised by k-means++ and improved by Lloyd's steps.
 *
 * <p>k-means++ draws each further centre from the rows with a probability proportional to the squared distance from the nearest
 * centre so far. D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding" (2007).
 */
final class Clusters {

    private static final int BLOCK_ROWS = 1024;
    private static final int STEPS = 30;

    private Clusters() {}

    /** The number of each row's centre, of at most {@code count} centres of rows (n, d); a centre may end up without rows. */
    static int[] of(Samples rows, int count, RandomGenerator rng) {
        float[] centres = seeded(rows, count, rng);
        int[] nearest = nearest(rows, centres);
        for (int step = 0; step < STEPS; step++) {
            move(rows, nearest, centres);
            int[] next = nearest(rows, centres);
            if (Arrays.equals(next, nearest)) {
                break;
            }
            nearest = next;
        }
        return nearest;
    }

    private static float[] seeded(Samples rows, int count, RandomGenerator rng) {
        int d = rows.width();
        int n = rows.rows();
        float[] centres = new float[count * d];
        double[] least = new double[n];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        double[] distances = new double[n];
        SquaredDistances toRows = SquaredDistances.to(rows.values(), d);
        int chosen = rng.nextInt(n);
        for (int k = 0; k < count; k++) {
            System.arraycopy(rows.values(), chosen * d, centres, k * d, d);
            toRows.from(centres, k, distances, 0);
            double total = 0;
            for (int i = 0; i < n; i++) {
                least[i] = Math.min(least[i], distances[i]);
                total += least[i];
            }
            double left = rng.nextDouble() * total;
            chosen = 0;
            while (chosen < n - 1 && left >= least[chosen]) {
                left -= least[chosen++];
            }
        }
        return centres;
    }

    private static int[] nearest(Samples rows, float[] centres) {
        int d = rows.width();
        int n = rows.rows();
        SquaredDistances toCentres = SquaredDistances.to(centres, d);
        int blocks = (n + BLOCK_ROWS - 1) / BLOCK_ROWS;
        int[] nearest = new int[n];
        List<int[]> parts = Workers.common().map(blocks, block -> {
            int from = block * BLOCK_ROWS;
            int[] part = new int[Math.min(n, from + BLOCK_ROWS) - from];
            double[] distances = new double[toCentres.count()];
            for (int i = 0; i < part.length; i++) {
                toCentres.from(rows.values(), from + i, distances, 0);
                for (int k = 1; k < distances.length; k++) {
                    part[i] = distances[k] < distances[part[i]] ? k : part[i];
                }
            }
            return part;
        });
        for (int block = 0; block < blocks; block++) {
            System.arraycopy(parts.get(block), 0, nearest, block * BLOCK_ROWS, parts.get(block).length);
        }
        return nearest;
    }

    /** Moves each centre to the mean of its rows; one without rows does not move. */
    private static void move(Samples rows, int[] nearest, float[] centres) {
        int d = rows.width();
        double[] sums = new double[centres.length];
        int[] counts = new int[centres.length / d];
        for (int i = 0; i < nearest.length; i++) {
            counts[nearest[i]]++;
            for (int j = 0; j < d; j++) {
                sums[nearest[i] * d + j] += rows.values()[i * d + j];
            }
        }
        for (int at = 0; at < centres.length; at++) {
            centres[at] = counts[at / d] == 0 ? centres[at] : (float) (sums[at] / counts[at / d]);
        }
    }
}
