package org.energymatching.cli.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.energymatching.cli.loss.FlowMatchingConfig;
import org.energymatching.error.UsageException;

/** A training method by one word, in place of a recipe's phases: with the network, data and number of steps of the first phase. */
public enum Method {
    /** Flow matching alone: the first phase, sampled by the flow at t = 1. */
    FLOW_MATCHING,
    /** Equilibrium matching, sampled by gradient descent with Nesterov's look-ahead. */
    EQUILIBRIUM_MATCHING,
    /** The two phases of the paper: flow matching, then with contrastive divergence. */
    ENERGY_MATCHING;

    /** The clip norm of transport from noise, for a recipe whose own is that of a residual potential. */
    private static final double FROM_NOISE = 5;

    /** The configuration with the phases of this method; later overrides may change them. */
    public RunConfig appliedTo(RunConfig config) {
        RunConfig.Phase first = config.phases().get(0);
        double sigma = first.loss().stream()
                .filter(FlowMatchingConfig.class::isInstance)
                .mapToDouble(loss -> ((FlowMatchingConfig) loss).sigma())
                .findFirst()
                .orElse(config.data().kind() == Choices.DataKind.TABLE ? 0.05 : 0.1);
        double clipNorm = config.tilted() ? FROM_NOISE : config.optimizer().clipNorm();
        List<String> changes = new ArrayList<>(List.of("name=" + config.name() + "-" + word()));
        if (config.tilted()) {
            // These methods carry noise to the data, and fit no residual over a mixture.
            changes.add("source=standard-normal");
            changes.add("temperature={tauStar: 0.8, epsilonMax: " + (this == ENERGY_MATCHING ? 0.02 : 0) + "}");
            changes.add("optimizer.clipNorm=" + clipNorm);
        }
        switch (this) {
            case FLOW_MATCHING -> {
                changes.add(phases(phase(first, "flow", "flow-matching: {sigma: " + sigma + "}")));
                changes.add("sampling.kernel={gradient-flow: {scheme: heun}}");
                changes.add("sampling.time=1");
            }
            case EQUILIBRIUM_MATCHING -> {
                boolean plane = config.data().kind().isPlanar();
                changes.add(phases(phase(
                        first,
                        "equilibrium",
                        plane
                                ? "equilibrium-matching: {coupling: exact, decayFrom: 0, atData: 0.1, path: {times: edm}}"
                                : "equilibrium-matching")));
                changes.add("optimizer.clipNorm=" + 4 * clipNorm);
                changes.add("sampling.kernel=nesterov");
                boolean pictures = config.data().kind() == Choices.DataKind.IMAGES;
                changes.add("sampling.time=" + (plane ? 0.7 : pictures ? 0.425 : 0.2));
                changes.add("sampling.step=" + (plane ? 0.0028 : 0.0017));
            }
            case ENERGY_MATCHING -> {
                String negatives = config.data().kind() == Choices.DataKind.IMAGES
                        ? "{weight: 0.001, lossFloor: 0.05, negatives: {steps: 75, step: 0.025, tauStar: 1, clampToPixelRange: true}}"
                        : config.data().kind() == Choices.DataKind.TABLE ? "{weight: 0.05}" : "{weight: 2}";
                RunConfig.Phase joint = new RunConfig.Phase(
                        "joint",
                        Math.max(1, first.steps() / 16),
                        first.loss(),
                        first.emaDecay() == 0 ? 0 : 0.99,
                        config.optimizer().learningRate() * 0.3,
                        null);
                changes.add(phases(
                        phase(first, "warm-up", "flow-matching: {sigma: " + sigma + "}"),
                        phase(
                                joint,
                                "joint",
                                "flow-matching: {sigma: " + sigma + ", timeCutoff: 0.8}",
                                "contrastive-divergence: " + negatives)));
                changes.add("sampling.kernel=euler-maruyama");
                changes.add("sampling.time=2");
            }
        }
        return RunConfig.parse(config.toYaml(), "--method " + word(), changes);
    }

    /** The method of a word; an error that lists all words if there is none. */
    public static Method of(String word) {
        return Arrays.stream(values())
                .filter(method -> method.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "The method is '" + word + "'.",
                        "A method is flow-matching, equilibrium-matching or energy-matching.",
                        "Give one of these, or leave --method out for the recipe's own phases."));
    }

    /** The word of the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String phases(String... phases) {
        return "phases=[" + String.join(", ", phases) + "]";
    }

    private static String phase(RunConfig.Phase like, String name, String... losses) {
        List<String> each = new ArrayList<>();
        for (String loss : losses) {
            each.add(loss.contains(":") ? "{" + loss + "}" : loss);
        }
        String rate = like.learningRate() == null ? "" : ", learningRate: " + like.learningRate();
        return "{name: " + name + ", steps: " + like.steps() + ", emaDecay: " + like.emaDecay() + rate + ", loss: ["
                + String.join(", ", each) + "]}";
    }
}
