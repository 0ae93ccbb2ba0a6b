package org.energymatching.cli.restore;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.energymatching.cli.output.Section;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.jspecify.annotations.Nullable;

/** What repulsion between chains does, as curves and as a table. */
final class InteractionCurves {

    private InteractionCurves() {}

    /** Diversity and fidelity over the strength 1/σ², which is 0 for none. */
    static Section of(List<InteractionEffect> effects) {
        List<InteractionEffect> rising = effects.stream()
                .sorted((a, b) -> Double.compare(strength(a), strength(b)))
                .toList();
        double[] strengths = values(rising, InteractionCurves::strength);
        Plot diversity = Plot.titled("Diversity")
                .x("strength 1/σ²")
                .y("distance between two samples")
                .line(strengths, values(rising, InteractionEffect::diversity), "");
        Plot fidelity = Plot.titled("Fidelity")
                .x("strength 1/σ²")
                .y("deviations of the noise")
                .line(strengths, values(rising, InteractionEffect::misfit), "samples from what was measured");
        Stream<Plot> plots = Stream.of(diversity, fidelity);
        if (rising.stream().allMatch(effect -> effect.error() != null)) {
            Plot errors = Plot.titled("Error")
                    .x("strength 1/σ²")
                    .y("root of mean square")
                    .line(strengths, values(rising, InteractionCurves::error), "samples against the truth")
                    .line(strengths, values(rising, InteractionCurves::errorOfMean), "their mean against the truth");
            plots = Stream.concat(plots, Stream.of(errors));
        }
        return Section.of(
                "interaction.png",
                "Chains that repel one another",
                "The stronger the chains of a measurement repel one another, the farther apart their samples lie, and the "
                        + "less they agree with the measurement and with the data. Where the second curve begins to rise, "
                        + "diversity is bought with fidelity.",
                Panels.grid(2, plots.toList()).toPng());
    }

    static String text(List<InteractionEffect> effects) {
        if (effects.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%-14s %12s %12s %12s %14s %12s%n",
                "repulsion σ",
                "diversity",
                "misfit",
                "error",
                "error of mean",
                "mean V"));
        for (InteractionEffect effect : effects) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s %12.4f %12.3f %12s %14s %12.4g%n",
                    effect.sigma() == null ? "none" : effect.sigma(),
                    effect.diversity(),
                    effect.misfit(),
                    shown(effect.error()),
                    shown(effect.errorOfMean()),
                    effect.energy()));
        }
        return text.toString();
    }

    private static String shown(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static double strength(InteractionEffect effect) {
        return effect.sigma() == null ? 0 : 1 / (effect.sigma() * effect.sigma());
    }

    private static double error(InteractionEffect effect) {
        return effect.error() == null ? Double.NaN : effect.error();
    }

    private static double errorOfMean(InteractionEffect effect) {
        return effect.errorOfMean() == null ? Double.NaN : effect.errorOfMean();
    }

    private static double[] values(List<InteractionEffect> effects, ToDoubleFunction<InteractionEffect> value) {
        return effects.stream().mapToDouble(value).toArray();
    }
}
