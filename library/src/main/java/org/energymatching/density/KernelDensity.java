package org.energymatching.density;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.coupling.SquaredDistances;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;

/**
 * Kernel density estimation with an isotropic Gaussian on every point, p(x) = 1/n Σ N(x; x_i, h²I), without training.
 *
 * <p>B. Silverman, "Density estimation for statistics and data analysis" (1986).
 *
 * @param points x_i, (n, d); not copied
 * @param bandwidth h, in the unit of the coordinates
 */
public record KernelDensity(Samples points, double bandwidth) implements Density {

    private static final int BLOCK_ROWS = 64;

    /** Bandwidths tried in cross-validation, as shares of Scott's: down by a factor of a hundred, up by 1.5. */
    private static final int CANDIDATES = 25;

    private static final double NARROWEST = 0.01;
    private static final double WIDEST = 1.5;

    public KernelDensity {
        if (points.rows() < 1 || !(bandwidth > 0 && Double.isFinite(bandwidth))) {
            throw new UsageException(
                    "A kernel density of bandwidth " + bandwidth + " was asked for on " + points + ".",
                    "There is at least one point, and the bandwidth is a number above zero.",
                    "Use KernelDensity.crossValidated to have one chosen.");
        }
    }

    /** Scott's rule, h = σ n^(-1/(d+4)) with σ² the mean variance of the columns, which suits a single Gaussian. */
    static KernelDensity scott(Samples points) {
        return new KernelDensity(points, scottBandwidth(points));
    }

    /**
     * The bandwidth of 25 around Scott's with the largest leave-one-out likelihood of the points, computed on {@code judges} of
     * them, in time judges · n · d.
     */
    public static KernelDensity crossValidated(Samples points, int judges) {
        double scott = scottBandwidth(points);
        double[] candidates = new double[CANDIDATES];
        Arrays.setAll(candidates, c -> scott * NARROWEST * Math.pow(WIDEST / NARROWEST, (double) c / (CANDIDATES - 1)));
        SquaredDistances toPoints = SquaredDistances.to(points.values(), points.width());
        int n = points.rows();
        int count = Math.min(judges, n);
        List<double[]> logs = Workers.common().map(count, judge -> {
            int i = (int) ((long) judge * n / count);
            double[] distances = new double[n];
            toPoints.from(points.values(), i, distances, 0);
            distances[i] = Double.POSITIVE_INFINITY;
            return Arrays.stream(candidates).map(h -> logKernels(distances, h)).toArray();
        });
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < CANDIDATES; c++) {
            int candidate = c;
            double sum = logs.stream().mapToDouble(row -> row[candidate]).sum()
                    - count * points.width() * Math.log(candidates[c]);
            if (sum > highest) {
                highest = sum;
                best = c;
            }
        }
        return new KernelDensity(points, candidates[best]);
    }

    @Override
    public Shape shape() {
        return points.shape().row();
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        int width = points.width();
        int row = rng.nextInt(points.rows());
        for (int j = 0; j < width; j++) {
            out[offset + j] = (float) (points.values()[row * width + j] + bandwidth * rng.nextGaussian());
        }
    }

    @Override
    public double[] logDensities(Samples x) {
        requireWidthOf(x);
        SquaredDistances toPoints = SquaredDistances.to(points.values(), points.width());
        double constant =
                -Math.log(points.rows()) - 0.5 * points.width() * Math.log(2 * Math.PI * bandwidth * bandwidth);
        double[] logs = new double[x.rows()];
        int blocks = (x.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS;
        Workers.common().map(blocks, block -> {
            double[] distances = new double[points.rows()];
            for (int i = block * BLOCK_ROWS; i < Math.min(x.rows(), (block + 1) * BLOCK_ROWS); i++) {
                toPoints.from(x.values(), i, distances, 0);
                logs[i] = constant + logKernels(distances, bandwidth);
            }
            return block;
        });
        return logs;
    }

    /** As in {@code KernelDensity(5000 points, bandwidth 0.1)}. */
    @Override
    public String toString() {
        return "KernelDensity(" + points.rows() + " points, bandwidth " + bandwidth + ")";
    }

    /** log Σ exp(-|x - x_i|²/2h²). */
    private static double logKernels(double[] squaredDistances, double h) {
        double least = Double.POSITIVE_INFINITY;
        for (double square : squaredDistances) {
            least = Math.min(least, square);
        }
        double sum = 0;
        for (double square : squaredDistances) {
            double exponent = (least - square) / (2 * h * h);
            sum += exponent > -40 ? Math.exp(exponent) : 0;
        }
        return -least / (2 * h * h) + Math.log(sum);
    }

    private static double scottBandwidth(Samples points) {
        return deviation(points) * Math.pow(points.rows(), -1.0 / (points.width() + 4));
    }

    /**
     * σ of Scott's rule: the square root of the mean variance of the columns.
     *
     * @throws DataException if there are fewer than two points, or nothing varies
     */
    public static double deviation(Samples points) {
        int d = points.width();
        int n = points.rows();
        double[] mean = new double[d];
        double square = 0;
        for (int at = 0; at < n * d; at++) {
            double x = points.values()[at];
            double before = x - mean[at % d];
            mean[at % d] += before / (at / d + 1);
            square += before * (x - mean[at % d]);
        }
        double deviation = Math.sqrt(square / n / d);
        if (!(n > 1 && deviation > 0 && Double.isFinite(deviation))) {
            throw new DataException(
                    "The spread of " + points + " was asked for, whose deviation is " + deviation + ".",
                    "A spread takes two points or more, which are finite and not all equal.",
                    "Provide more points, or give the bandwidth.");
        }
        return deviation;
    }
}
