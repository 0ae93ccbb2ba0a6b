package org.energymatching.cli.restore;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.tensor.Workers;

/**
 * The samples of each row summed up, value by value.
 *
 * @param mean of the samples
 * @param deviation of the samples
 * @param median of the samples
 * @param low where the interval begins that holds a value with a chance of 90 %
 * @param high where it ends
 */
record PosteriorMaps(Samples mean, Samples deviation, Samples median, Samples low, Samples high) {

    private static final double OUTSIDE = 0.1;

    /**
     * The maps of samples.
     *
     * <p>The k-th smallest of N samples stands for the share k/(N+1): a further independent one would lie between the
     * interval's ends with exactly that chance. Of fewer than 19 samples the interval is all they span.
     *
     * @param draws so many of each row, one row after another
     */
    static PosteriorMaps of(Samples draws, int perRow) {
        int rows = draws.rows() / perRow;
        int width = draws.width();
        float[][] maps = new float[5][rows * width];
        Workers.common().map(rows, row -> {
            double[] sorted = new double[perRow];
            for (int j = 0; j < width; j++) {
                double mean = 0;
                for (int k = 0; k < perRow; k++) {
                    sorted[k] = draws.values()[(row * perRow + k) * width + j];
                    mean += sorted[k] / perRow;
                }
                double squares = 0;
                for (double value : sorted) {
                    squares += (value - mean) * (value - mean);
                }
                Arrays.sort(sorted);
                int at = row * width + j;
                maps[0][at] = (float) mean;
                maps[1][at] = (float) Math.sqrt(squares / Math.max(1, perRow - 1));
                maps[2][at] = (float) quantile(sorted, 0.5);
                maps[3][at] = (float) quantile(sorted, OUTSIDE / 2);
                maps[4][at] = (float) quantile(sorted, 1 - OUTSIDE / 2);
            }
            return row;
        });
        var shape = draws.shape().row().batch(rows);
        return new PosteriorMaps(
                new Samples(maps[0], shape),
                new Samples(maps[1], shape),
                new Samples(maps[2], shape),
                new Samples(maps[3], shape),
                new Samples(maps[4], shape));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length + 1) - 1;
        int below = (int) Math.max(0, Math.min(sorted.length - 1, Math.floor(place)));
        int above = Math.min(sorted.length - 1, below + 1);
        double part = Math.max(0, Math.min(1, place - below));
        return sorted[below] + part * (sorted[above] - sorted[below]);
    }
}
