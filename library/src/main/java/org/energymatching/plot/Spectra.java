package org.energymatching.plot;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.IntrinsicDimension;
import org.energymatching.geometry.Spectrum;

/** The eigenvalues of Hessians, in order and by their magnitudes, with the threshold that divides flat from stiff. */
final class Spectra {

    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    private Spectra() {}

    /** λ_1 ≤ … ≤ λ_d: their means over all points and the band that nine in ten points lie in. */
    static Plot ordered(Spectrum spectrum, double threshold) {
        double[][] values = values(spectrum);
        int d = spectrum.dimensions();
        double[] ranks = IntStream.rangeClosed(1, d).asDoubleStream().toArray();
        double[] means = new double[d];
        double[] low = new double[d];
        double[] high = new double[d];
        for (int i = 0; i < d; i++) {
            int rank = i;
            double[] column =
                    Arrays.stream(values).mapToDouble(point -> point[rank]).toArray();
            means[i] = Arrays.stream(column).average().orElse(0);
            Quantiles quantiles = Quantiles.of(column, Scale.LINEAR);
            low[i] = quantiles.at(LOW);
            high[i] = quantiles.at(HIGH);
        }
        return Plot.titled("Eigenvalues of the Hessian")
                .x("rank")
                .y("λ")
                .band(ranks, low, high, "9 in 10 points")
                .line(ranks, means, "mean over points")
                .horizontalLine(threshold, "τ")
                .horizontalLine(-threshold, "-τ");
    }

    /** The distribution of |λ| over all points. */
    static Plot magnitudes(Spectrum spectrum, double threshold) {
        double[] magnitudes = Arrays.stream(values(spectrum))
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .toArray();
        return Plot.titled("Magnitudes of the eigenvalues")
                .x("|λ|")
                .histogram(magnitudes, "all points")
                .logX()
                .verticalLine(threshold, "threshold τ");
    }

    /** The dimensions that are found when the threshold is another: their mean over points and their band. */
    static Plot dimensions(Spectrum spectrum, double threshold) {
        requirePoints(spectrum);
        int steps = 121;
        double[] thresholds = IntStream.range(0, steps)
                .mapToDouble(i -> threshold * Math.pow(10, 4.0 * i / (steps - 1) - 2))
                .toArray();
        double[] means = new double[steps];
        double[] low = new double[steps];
        double[] high = new double[steps];
        for (int i = 0; i < steps; i++) {
            IntrinsicDimension dimension = spectrum.intrinsicDimension(thresholds[i]);
            Quantiles quantiles = Quantiles.of(dimension.values(), Scale.LINEAR);
            means[i] = dimension.mean();
            low[i] = quantiles.at(LOW);
            high[i] = quantiles.at(HIGH);
        }
        return Plot.titled("Dimension by threshold")
                .x("τ")
                .y("eigenvalues with |λ| < τ")
                .band(thresholds, low, high, "9 in 10 points")
                .line(thresholds, means, "mean over points")
                .logX()
                .verticalLine(threshold, "threshold chosen");
    }

    private static double[][] values(Spectrum spectrum) {
        requirePoints(spectrum);
        return IntStream.range(0, spectrum.points())
                .mapToObj(spectrum::eigenvalues)
                .toArray(double[][]::new);
    }

    private static void requirePoints(Spectrum spectrum) {
        if (spectrum.points() == 0) {
            throw new UsageException(
                    "A spectrum of no points was to be drawn.",
                    "A spectrum is that of one point or more.",
                    "Compute it at some points first.");
        }
    }
}
