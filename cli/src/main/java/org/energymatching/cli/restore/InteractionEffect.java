package org.energymatching.cli.restore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.posterior.Posterior;
import org.jspecify.annotations.Nullable;

/**
 * The effect of repulsion between the chains of a measurement.
 *
 * @param sigma σ of the repulsion, a small σ is strong; null for none
 * @param diversity the root mean square distance between two samples of a measurement over the values that were not measured
 *     themselves, in the units of the potential
 * @param misfit the distance of samples from the measurement, where 1 is explained by the noise
 * @param error the root mean square error of the samples; null where the truth is not known
 * @param errorOfMean the root mean square error of their mean
 * @param energy the mean of V over the samples: higher is less likely
 */
record InteractionEffect(
        @Nullable Double sigma,
        double diversity,
        double misfit,
        @Nullable Double error,
        @Nullable Double errorOfMean,
        double energy) {

    static InteractionEffect of(
            TrainedRun run, Measurements measurements, Posterior posterior, @Nullable Double sigma) {
        int[] places = measurements.observation().unmeasured();
        List<Samples> samples = IntStream.range(0, posterior.chains())
                .mapToObj(posterior::sample)
                .toList();
        double diversity = IntStream.range(1, samples.size())
                .boxed()
                .flatMapToDouble(one -> IntStream.range(0, one)
                        .mapToDouble(other -> distance(places, samples.get(one), samples.get(other))))
                .average()
                .orElse(0);
        Samples truth = measurements.truth();
        Double error = null;
        Double errorOfMean = null;
        if (truth != null) {
            error = Math.sqrt(samples.stream()
                    .mapToDouble(sample -> Math.pow(distance(places, sample, truth), 2))
                    .average()
                    .orElseThrow());
            errorOfMean = distance(places, posterior.summary().mean(), truth);
        }
        double energy = samples.stream()
                .flatMapToDouble(sample -> Arrays.stream(run.energies(sample)))
                .average()
                .orElseThrow();
        double misfit = measurements.observation().misfit(posterior.draws().values(), posterior.perRow());
        return new InteractionEffect(sigma, diversity, misfit, error, errorOfMean, energy);
    }

    private static double distance(int[] places, Samples a, Samples b) {
        return places.length == 0 ? 0 : Scores.errors(places, a, b).rootMeanSquare();
    }

    /** 1/σ², which is 0 for none. */
    private double strength() {
        return sigma == null ? 0 : 1 / (sigma * sigma);
    }

    /** Diversity and fidelity over the strength 1/σ². */
    static Section section(List<InteractionEffect> effects) {
        List<InteractionEffect> rising = effects.stream()
                .sorted(Comparator.comparingDouble(InteractionEffect::strength))
                .toList();
        double[] strengths = values(rising, InteractionEffect::strength);
        List<Plot> plots = new ArrayList<>(List.of(
                Plot.titled("Diversity")
                        .x("strength 1/σ²")
                        .y("distance between two samples")
                        .line(strengths, values(rising, InteractionEffect::diversity), ""),
                Plot.titled("Fidelity")
                        .x("strength 1/σ²")
                        .y("deviations of the noise")
                        .line(strengths, values(rising, InteractionEffect::misfit), "samples from what was measured")));
        if (rising.stream().allMatch(effect -> effect.error() != null)) {
            ToDoubleFunction<InteractionEffect> error = effect -> Objects.requireNonNull(effect.error());
            ToDoubleFunction<InteractionEffect> ofMean = effect -> Objects.requireNonNull(effect.errorOfMean());
            plots.add(Plot.titled("Error")
                    .x("strength 1/σ²")
                    .y("root of mean square")
                    .line(strengths, values(rising, error), "samples against the truth")
                    .line(strengths, values(rising, ofMean), "their mean against the truth"));
        }
        return Section.of(
                "interaction.png",
                "Chains that repel one another",
                "The stronger the chains of a measurement repel one another, the farther apart their samples lie, and the "
                        + "less they agree with the measurement and with the data. Where the second curve begins to rise, "
                        + "diversity is bought with fidelity.",
                Panels.grid(2, plots).toPng());
    }

    private static double[] values(List<InteractionEffect> effects, ToDoubleFunction<InteractionEffect> value) {
        return effects.stream().mapToDouble(value).toArray();
    }

    /** The effects as a text table; empty where there are none. */
    static String text(List<InteractionEffect> effects) {
        if (effects.isEmpty()) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("repulsion σ", "diversity", "misfit", "error", "error of mean", "mean V"));
        for (InteractionEffect effect : effects) {
            rows.add(List.of(
                    effect.sigma() == null ? "none" : String.valueOf(effect.sigma()),
                    Numbers.format("%.4f", effect.diversity()),
                    Numbers.format("%.3f", effect.misfit()),
                    shown(effect.error()),
                    shown(effect.errorOfMean()),
                    Numbers.format("%.4g", effect.energy())));
        }
        return System.lineSeparator() + TextTable.of(rows);
    }

    private static String shown(@Nullable Double value) {
        return value == null ? "" : Numbers.format("%.4f", value);
    }
}
