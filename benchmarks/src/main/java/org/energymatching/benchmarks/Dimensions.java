package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.Manifold;
import org.energymatching.geometry.Hessian;
import org.energymatching.geometry.HessianSpectrum;
import org.energymatching.geometry.IntrinsicDimension;
import org.energymatching.geometry.LanczosSpectrum;
import org.energymatching.geometry.Threshold;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;

/**
 * Intrinsic dimensions beside the truth: of potentials trained on {@link Surfaces}, and by Lanczos' method beside all
 * eigenvalues in many dimensions.
 */
public final class Dimensions {

    private static final int POINTS = 200;
    private static final int MANY = 16;

    private Dimensions() {}

    /** Runs {@code [part of a surface's name]}. */
    public static void main(String[] args) {
        Surroundings.lines().forEach(System.out::println);
        String part = args.length > 0 ? args[0].toLowerCase(Locale.ROOT) : "";
        Workers.common().runSequentially(() -> {
            trained(part);
            estimated(part);
        });
    }

    private static void trained(String part) {
        say(
                "Potentials trained by %d steps of flow and %d joint ones, at %d fresh points; threshold by plateau%n",
                Surfaces.WARM_UP, Surfaces.JOINT, POINTS);
        say(
                "%-64s %4s %9s %11s %10s %9s %7s",
                "surface", "d", "found", "mean error", "threshold", "elastic.", "seconds");
        for (Manifold surface : Surfaces.all()) {
            if (chosen(surface, part)) {
                long start = System.nanoTime();
                Potential potential = train(surface);
                double seconds = (System.nanoTime() - start) / 1e9;
                HessianSpectrum spectrum = HessianSpectrum.of(Hessian.of(potential), surface.sample(POINTS, Rng.of(2)));
                Threshold threshold = Threshold.of(spectrum);
                IntrinsicDimension found = spectrum.intrinsicDimension(threshold.value());
                int d = surface.intrinsicDimension();
                say(
                        "%-64s %4d %9.2f %9.1f %% %10.3g %9.2f %7.0f",
                        surface,
                        d,
                        found.mean(),
                        100 * meanError(found.values(), d) / d,
                        threshold.value(),
                        threshold.elasticity(),
                        seconds);
            }
        }
    }

    private static Potential train(Manifold surface) {
        try (Temporary folder = Temporary.folder()) {
            return Trainer.of(Surfaces.plan(surface, 1), new RunDirectory(folder.path()))
                    .fit()
                    .potential();
        }
    }

    private static void estimated(String part) {
        say("%nLanczos' method beside all eigenvalues, potentials without noise, %d points%n", MANY);
        say(
                "%-40s %4s %9s %9s %12s %14s %9s %9s",
                "surface", "d", "exact", "Lanczos", "mean error", "standard error", "products", "time");
        for (Manifold surface : new Manifold[] {
            Manifold.linearSubspace(200, 500).in(500, 1),
            Manifold.linearSubspace(100, 1000).in(1000, 2),
            Manifold.sphere(300).in(600, 1),
            Manifold.cliffordTorus(300),
            Manifold.cliffordTorus(500)
        }) {
            if (chosen(surface, part)) {
                beside(surface);
            }
        }
    }

    private static void beside(Manifold surface) {
        Hessian hessian = Hessian.of(surface.potential(50));
        Samples points = surface.sample(MANY, Rng.of(3));
        int products = surface.dimensions() / 10;
        long start = System.nanoTime();
        HessianSpectrum exact = HessianSpectrum.of(hessian, points);
        long between = System.nanoTime();
        LanczosSpectrum estimate = LanczosSpectrum.of(hessian, points, products, Rng.of(4));
        long end = System.nanoTime();
        int d = surface.intrinsicDimension();
        IntrinsicDimension found = estimate.intrinsicDimension(5);
        say(
                "%-40s %4d %9.2f %9.2f %10.1f %% %12.1f %% %7d %% %7.0f %%",
                surface,
                d,
                exact.intrinsicDimension(5).mean(),
                found.mean(),
                100 * meanError(found.values(), d) / d,
                100 * found.standardError() / d,
                100 * products / surface.dimensions(),
                100.0 * (end - between) / (between - start));
    }

    private static double meanError(double[] found, double truth) {
        return Arrays.stream(found)
                .map(value -> Math.abs(value - truth))
                .average()
                .orElseThrow();
    }

    private static boolean chosen(Manifold surface, String part) {
        return surface.toString().toLowerCase(Locale.ROOT).contains(part);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
