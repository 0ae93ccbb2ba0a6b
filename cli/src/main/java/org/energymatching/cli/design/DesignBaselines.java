package org.energymatching.cli.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.DesignConfig;
import org.energymatching.metric.DesignScores;
import org.energymatching.protein.GreedyEvolution;
import org.energymatching.protein.RandomMutants;
import org.energymatching.protein.RankedSequences;
import org.energymatching.tensor.Rng;

/** Baselines of design with the same predictor and the same number of evaluations. */
final class DesignBaselines {

    /** The rate of random mutants: among 28 letters about three are replaced. */
    private static final double RATE = 0.1;

    private final DesignParts parts;
    private final DesignConfig design;

    private DesignBaselines(DesignParts parts, DesignConfig design) {
        this.parts = parts;
        this.design = design;
    }

    /** A line for each baseline; the best sequences of the training set are the first. */
    static List<DesignLine> of(DesignParts parts, DesignConfig design, Console console) {
        DesignBaselines baselines = new DesignBaselines(parts, design);
        List<DesignLine> lines = new ArrayList<>();
        lines.add(baselines.line("training set's best", List.of(baselines.best())));
        Map<String, List<RankedSequences>> searched = new LinkedHashMap<>();
        try (Progress progress = console.progress("baselines", 2L * design.seeds())) {
            for (int seed = 0; seed < design.seeds(); seed++) {
                searched.computeIfAbsent("random mutants, ranked", name -> new ArrayList<>())
                        .add(baselines.mutants(seed));
                progress.at(2L * seed + 1, "random mutants");
                searched.computeIfAbsent("greedy evolution (AdaLead)", name -> new ArrayList<>())
                        .add(baselines.evolved(seed));
                progress.at(2L * seed + 2, "greedy evolution");
            }
        }
        searched.forEach((name, seeds) -> lines.add(baselines.line(name, seeds)));
        return lines;
    }

    /** The number of sequences that a baseline may score: the number of positions of the chains. */
    static int evaluations(DesignConfig design) {
        return design.evaluations() != null
                ? design.evaluations()
                : (int) Math.min(Integer.MAX_VALUE, Math.round(design.chains() * design.time() / design.step()));
    }

    private RankedSequences best() {
        RankedSequences measured = RankedSequences.of(
                        parts.known().letters(), parts.known().scores())
                .best(design.keep());
        return new RankedSequences(measured.letters(), parts.predictor().scores(measured.letters()));
    }

    private RankedSequences mutants(int seed) {
        return new RandomMutants(evaluations(design), RATE)
                .design(
                        parts.vae().alphabet(),
                        parts.known().letters(),
                        parts.predictor(),
                        Rng.of(seed).stream("mutants"))
                .best(design.keep());
    }

    private RankedSequences evolved(int seed) {
        return GreedyEvolution.adaLead(evaluations(design))
                .design(
                        parts.vae().alphabet(),
                        parts.known().letters(),
                        parts.predictor(),
                        Rng.of(seed).stream("evolution"))
                .best(design.keep());
    }

    private DesignLine line(String name, List<RankedSequences> seeds) {
        List<DesignScores> scores = seeds.stream()
                .map(ranked -> DesignScores.of(
                        ranked.letters(),
                        parts.judged(ranked.letters()),
                        parts.known().letters()))
                .toList();
        return DesignLine.of(
                name,
                scores,
                seeds.stream()
                        .mapToDouble(ranked -> DesignScores.median(parts.fitness(ranked.scores())))
                        .toArray());
    }
}
