package org.energymatching.geometry;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;

/**
 * Where to divide flat directions from stiff ones when nobody says: where the count depends least on it.
 *
 * <pre>
 * τ = argmin log[N(√w τ)/N(τ/√w)] / log w,   N(τ) = the mean over points of #{i : |λ_i| &lt; τ},   w = 3
 * </pre>
 *
 * <p>Near zero, where eigenvalues lie evenly, N grows in proportion to τ: the elasticity is 1. Between the flat directions
 * and the stiff ones there is a gap, or at least a thinning, where it is less; without noise it is 0 there, and the middle
 * is taken. Looked for is τ with N(τ/√w) of one half or more and √w τ up to the mean of the largest |λ|, so that neither
 * nothing counts nor everything.
 *
 * @param value τ
 * @param elasticity by what power of τ the count grows there: near 0 it is clear what is flat, near 1 the spectrum does not
 *     say
 */
public record Threshold(double value, double elasticity) {

    private static final double WIDTH = 3;
    private static final int PER_DECADE = 48;
    private static final int DECADES = 12;

    /** So near the least elasticity, thresholds are as good. */
    private static final double AS_GOOD = 0.02;

    /** From here on, the spectrum of a point hardly separates flat directions from stiff ones. */
    private static final double UNCLEAR = 0.75;

    /**
     * The threshold for a spectrum.
     *
     * @throws UsageException if there is none for which something counts and not everything
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

    /** The threshold for a spectrum; none where data fill their space, so that no direction is flat beside the others. */
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

    /** The middle of the longest stretch of thresholds that are as good as the best. */
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

    /** How many are less. */
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
