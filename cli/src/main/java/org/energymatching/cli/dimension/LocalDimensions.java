package org.energymatching.cli.dimension;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.PngSize;
import org.energymatching.geometry.Hessian;
import org.energymatching.geometry.HessianSpectrum;
import org.energymatching.geometry.IntrinsicDimension;
import org.energymatching.geometry.LanczosSpectrum;
import org.energymatching.geometry.Spectrum;
import org.energymatching.geometry.Threshold;
import org.energymatching.metric.RankCorrelation;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The local intrinsic dimension at each point, with its computation.
 *
 * @param plan the plan of the computation
 * @param spectrum the eigenvalues
 * @param found the default threshold; null where it was given, or where none separates the eigenvalues
 * @param dimension the dimensions
 * @param energies V at each point
 * @param pngSizes the file sizes of the images, in bytes; null if not requested
 */
record LocalDimensions(
        DimensionPlan plan,
        Spectrum spectrum,
        @Nullable Threshold found,
        IntrinsicDimension dimension,
        double[] energies,
        int @Nullable [] pngSizes) {

    static LocalDimensions of(TrainedRun run, Samples points, DimensionPlan plan, Console console) {
        Spectrum spectrum = spectrum(run, points, plan, console);
        Double given = plan.threshold();
        Threshold found = given == null ? Threshold.find(spectrum).orElse(null) : null;
        // Where data fill their space every direction counts: all eigenvalues are below the next number above the
        // largest.
        double tau = given != null ? given : found != null ? found.value() : Math.nextUp(largest(spectrum));
        IntrinsicDimension dimension = spectrum.intrinsicDimension(tau);
        int[] sizes = plan.pngSizes() ? PngSize.of(ImageSet.of(points)) : null;
        return new LocalDimensions(plan, spectrum, found, dimension, run.energies(points), sizes);
    }

    private static Spectrum spectrum(TrainedRun run, Samples points, DimensionPlan plan, Console console) {
        Hessian hessian = Hessian.of(run.potential());
        int rows = run.config().shardRows();
        boolean exact = plan.method() == DimensionPlan.Method.EXACT;
        long products = exact
                ? HessianSpectrum.products(points, rows)
                : LanczosSpectrum.products(points, plan.products(), rows);
        try (Progress progress = console.progress("dimension", products)) {
            Runnable onProduct = progress.counting("products with Hessians");
            return exact
                    ? HessianSpectrum.of(hessian, points, rows, onProduct)
                    : LanczosSpectrum.of(
                            hessian,
                            points,
                            plan.products(),
                            LanczosSpectrum.DIRECTIONS,
                            Rng.of(plan.seed()).stream("directions"),
                            rows,
                            onProduct);
        }
    }

    private static double[] magnitudes(Spectrum spectrum) {
        return IntStream.range(0, spectrum.points())
                .mapToObj(spectrum::eigenvalues)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .sorted()
                .toArray();
    }

    private static double largest(Spectrum spectrum) {
        double[] sorted = magnitudes(spectrum);
        // The lower limit is the smallest normal number, which logarithmic axes can show.
        return Math.max(Float.MIN_NORMAL, sorted[sorted.length - 1]);
    }

    /** Whether the threshold separates the eigenvalues. */
    private boolean decided() {
        return !dimension.tellsNothing() && (plan.threshold() != null || found != null);
    }

    /** Spearman's correlation of dimension and size; null if not requested. */
    @Nullable
    Double correlation() {
        return pngSizes == null
                ? null
                : RankCorrelation.spearman(
                        dimension.values(),
                        Arrays.stream(pngSizes).asDoubleStream().toArray());
    }

    /** As a few lines of text. */
    String text(String data) {
        double[] sorted = dimension.values().clone();
        Arrays.sort(sorted);
        StringBuilder text = new StringBuilder(Numbers.format(
                "Intrinsic dimension at %,d points of %s, of %,d at most: %.1f on average%n",
                sorted.length, data, dimension.ambient(), dimension.mean()));
        text.append(Numbers.format(
                "%nlowest %.4g, 5 %% below %.4g, half below %.4g, 95 %% below %.4g, highest %.4g%n",
                sorted[0],
                quantile(sorted, 0.05),
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                sorted[sorted.length - 1]));
        text.append(how());
        Double correlation = correlation();
        if (correlation != null) {
            text.append(Numbers.format("%nSpearman's correlation with the size as a PNG file: %.3f", correlation));
        }
        return text.toString();
    }

    private String how() {
        String eigenvalues = plan.method() == DimensionPlan.Method.EXACT
                ? "All eigenvalues were computed."
                : Numbers.format(
                        "Estimated from %d products with the Hessian at each point; a value's standard error is %.1f.",
                        plan.products(), dimension.standardError());
        if (!decided()) {
            double[] sorted = magnitudes(spectrum);
            return Numbers.format(
                    "%s %s divides them: their magnitudes go from %s to %s, half of them below %s.%n"
                            + "The number is %s if the data fill their space; look at spectrum.png.",
                    eigenvalues,
                    plan.threshold() == null
                            ? "No threshold"
                            : "The threshold " + Numbers.brief(plan.threshold()) + " hardly",
                    Numbers.brief(sorted[0]),
                    Numbers.brief(sorted[sorted.length - 1]),
                    Numbers.brief(sorted[sorted.length / 2]),
                    dimension.ambient() + " of " + dimension.ambient());
        }
        if (found == null) {
            return Numbers.format("%s Flat is |λ| < %.4g, as was asked for.", eigenvalues, dimension.threshold());
        }
        return Numbers.format(
                "%s Flat is |λ| < %.4g, where the count depends least on it:%nit grows as the threshold to the power %.2f there. %s",
                eigenvalues,
                found.value(),
                found.elasticity(),
                found.clear()
                        ? "0 would be a gap, 1 no division at all."
                        : "That is no clear division: look at the pictures before you trust a number.");
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** As values for programs. */
    Map<String, Object> json(Path run, Path data, List<Path> written) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.toString());
        json.put("data", data.toString());
        json.put("points", dimension.values().length);
        json.put("ambient", dimension.ambient());
        json.put("method", plan.method().name().toLowerCase(Locale.ROOT));
        if (plan.method() == DimensionPlan.Method.LANCZOS) {
            json.put("products", plan.products());
            json.put("standardError", dimension.standardError());
        }
        json.put("decided", decided());
        if (decided()) {
            json.put("threshold", dimension.threshold());
        }
        if (found != null) {
            json.put("elasticity", found.elasticity());
        }
        json.put("mean", dimension.mean());
        json.put("min", Arrays.stream(dimension.values()).min().orElseThrow());
        json.put("max", Arrays.stream(dimension.values()).max().orElseThrow());
        Double correlation = correlation();
        if (correlation != null) {
            json.put("spearmanPngSize", correlation);
        }
        json.put("files", written.stream().map(Path::toString).toList());
        return json;
    }
}
