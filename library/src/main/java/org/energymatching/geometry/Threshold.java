package org.energymatching.geometry;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;

/**
 * The default threshold between flat and stiff directions: that on which the count of flat directions depends least.
 *
 * <pre>
 * τ = argmin log[N(√w τ)/N(τ/√w)] / log w,   N(τ) = the mean over points of #{i : |λ_i| &lt; τ},   w = 3
 * </pre>
 *
 * <p>Near zero, where the density of eigenvalues is constant, N is proportional to τ: the elasticity is 1. Between flat and
 * stiff directions there is a gap, or at least a lower density, where it is less; without noise it is 0 in the gap, and τ is
 * its middle. The search is over τ with N(τ/√w) of one half or more and √w τ up to the mean of the largest |λ|, so that some
 * but not all eigenvalues count as flat.
 *
 * @param value τ
 * @param elasticity the exponent with which the count grows with τ: near 0 the flat directions are clear, near 1 the spectrum
 *     does not separate them
 */
public record Threshold(double value, double elasticity) {

    private static final double WIDTH = 3;
    private static final int PER_DECADE = 48;
    private static final int DECADES = 12;

    /** The distance from the least elasticity within which thresholds count as equally good. */
    private static final double AS_GOOD = 0.02;

    /** From this elasticity on, the spectrum of a point hardly separates flat directions from stiff ones. */
    private static final double UNCLEAR = 0.75;

    /**
     * The threshold for a spectrum.
     *
     * @throws UsageException if there is none for which some but not all eigenvalues count
     */
    public static Threshold of(Spectrum spectrum) {
        return find(spectrum)
                .orElseThrow(() -> new UsageException(
                        "No threshold divides the eigenvalues: their magnitudes reach " + largest(spectrum)
                                + ", and below a third of it there are fewer than one for every second point.",
                        "Some directions are flat, others at least three times as stiff.",
                        "Name a threshold, or look at the spectrum: the data may fill the whole space."));
    }

    /** The mean over points of the largest magnitude. */
    private static double largest(Spectrum spectrum) {
        return IntStream.range(0, spectrum.points())
                .mapToDouble(point -> Arrays.stream(spectrum.eigenvalues(point))
                        .map(Math::abs)
                        .max()
                        .orElse(0))
                .average()
                .orElse(0);
    }

    /** The threshold for a spectrum; none where data fill their space, so that no direction is flat relative to the others. */
    public static Optional<Threshold> find(Spectrum spectrum) {
        double[][] magnitudes = IntStream.range(0, spectrum.points())
                .mapToObj(point -> Arrays.stream(spectrum.eigenvalues(point))
                        .map(Math::abs)
                        .sorted()
                        .toArray())
                .toArray(double[][]::new);
        double largest = largest(spectrum);
        double[] all = Arrays.stream(magnitudes)
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        double root = Math.sqrt(WIDTH);
        double[] thresholds = IntStream.range(0, PER_DECADE * DECADES)
                .mapToDouble(i -> largest / root * Math.pow(10, -(double) i / PER_DECADE))
                .toArray();
        double[] elasticities = Arrays.stream(thresholds)
                .map(tau -> elasticity(all, tau / root, tau * root, magnitudes.length))
                .toArray();
        double least = Arrays.stream(elasticities).min().orElse(Double.POSITIVE_INFINITY);
        return !(largest > 0) || least == Double.POSITIVE_INFINITY
                ? Optional.empty()
                : Optional.of(middle(thresholds, elasticities, least));
    }

    /** The middle of the longest interval of thresholds that are as good as the best. */
    private static Threshold middle(double[] thresholds, double[] elasticities, double least) {
        int best = 0;
        int length = 0;
        int start = 0;
        for (int i = 0; i <= thresholds.length; i++) {
            if (i == thresholds.length || elasticities[i] > least + AS_GOOD) {
                if (i - start > length) {
                    best = start;
                    length = i - start;
                }
                start = i + 1;
            }
        }
        double middle = Math.sqrt(thresholds[best] * thresholds[best + length - 1]);
        return new Threshold(middle, least);
    }

    private static double elasticity(double[] sorted, double from, double to, int points) {
        int below = count(sorted, from);
        return 2 * below < points
                ? Double.POSITIVE_INFINITY
                : Math.log((double) count(sorted, to) / below) / Math.log(WIDTH);
    }

    /** The number of smaller values. */
    private static int count(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether the spectrum separates flat directions from stiff ones. */
    public boolean clear() {
        return elasticity < UNCLEAR;
    }
}
