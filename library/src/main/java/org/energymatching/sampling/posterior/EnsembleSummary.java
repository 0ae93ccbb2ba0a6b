package org.energymatching.sampling.posterior;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;

/**
 * Mean, deviation and quantiles of several samples of each row, value by value.
 *
 * @param mean (rows, …): the mean of the samples
 * @param deviation (rows, …): their standard deviation, 0 for a single sample
 * @param median (rows, …)
 * @param low (rows, …): the lower end of the interval that holds a further sample with a chance of 90 %
 * @param high (rows, …): its upper end
 */
public record EnsembleSummary(Samples mean, Samples deviation, Samples median, Samples low, Samples high) {

    private static final double OUTSIDE = 0.1;

    /**
     * The summary of samples. The k-th smallest of N is the quantile of the share k/(N+1): a further independent sample lies between the
     * interval's ends with exactly that chance. For fewer than 19 samples the interval is their range.
     *
     * @param draws (rows·perRow, …): all samples of one row, then those of the next
     * @throws UsageException if the number of draws is no multiple of perRow
     */
    public static EnsembleSummary of(Samples draws, int perRow) {
        if (perRow < 1 || draws.rows() % perRow != 0) {
            throw new UsageException(
                    draws.rows() + " samples were given as " + perRow + " of each row.",
                    "Each row has the same number of samples, one or more.",
                    "Give the number of samples of a row.");
        }
        int rows = draws.rows() / perRow;
        int width = draws.width();
        float[][] maps = new float[5][rows * width];
        Workers.common().map(rows, row -> {
            for (int j = 0; j < width; j++) {
                double[] sorted = new double[perRow];
                for (int k = 0; k < perRow; k++) {
                    sorted[k] = draws.values()[(row * perRow + k) * width + j];
                }
                Arrays.sort(sorted);
                double mean = Arrays.stream(sorted).average().orElseThrow();
                double squares =
                        Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
                double[] statistics = {
                    mean,
                    Math.sqrt(squares / Math.max(1, perRow - 1)),
                    quantile(sorted, 0.5),
                    quantile(sorted, OUTSIDE / 2),
                    quantile(sorted, 1 - OUTSIDE / 2)
                };
                for (int map = 0; map < maps.length; map++) {
                    maps[map][row * width + j] = (float) statistics[map];
                }
            }
            return row;
        });
        Samples[] all = Arrays.stream(maps)
                .map(values -> new Samples(values, draws.shape().row().batch(rows)))
                .toArray(Samples[]::new);
        return new EnsembleSummary(all[0], all[1], all[2], all[3], all[4]);
    }

    private static double quantile(double[] sorted, double share) {
        double place = Math.max(0, Math.min(sorted.length - 1, share * (sorted.length + 1) - 1));
        int below = (int) place;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
