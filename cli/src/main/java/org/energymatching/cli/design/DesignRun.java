package org.energymatching.cli.design;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.cli.Console;
import org.energymatching.cli.config.DesignConfig;
import org.energymatching.metric.DesignScores;

/**
 * The seeds of one call, one after another; seeds with written designs are not sampled again.
 *
 * @param parts what design needs besides the potential
 * @param potential V, on the device of the autoencoder and the predictors
 * @param design the settings
 * @param epsilon the temperature from time 1 on
 * @param out the folder of designs
 */
record DesignRun(
        DesignParts parts, Potential potential, DesignConfig design, double epsilon, Path out, Console console) {

    /** 2 Δt ε M/σ² of the sweep: the growth of a deviation from the mean of all chains in a step, up to the stable limit. */
    private static final double[] GROWTHS = {0.0125, 0.025, 0.05, 0.1};

    /**
     * The designs at a strength of repulsion.
     *
     * @param sigma its distance; 0 for none
     * @param growth 2 Δt ε M/σ²
     * @param scores their scores
     */
    record Point(double sigma, double growth, DesignScores scores) {}

    /** The designs of all seeds. */
    List<DesignRound> rounds() {
        List<DesignRound> rounds = new ArrayList<>();
        for (int seed = 0; seed < design.seeds(); seed++) {
            rounds.add(round("seed-" + seed, design.interaction(), seed));
        }
        return rounds;
    }

    /** One seed's designs at a distance of repulsion, under a name. */
    DesignRound round(String name, double sigma, long seed) {
        if (DesignRound.exists(out, name)) {
            return DesignRound.read(out, name, parts.vae().alphabet().letters());
        }
        DesignRound drawn = DesignRound.draw(parts, potential, design, epsilon, sigma, seed, console);
        drawn.write(out, name);
        return drawn;
    }

    /** The table: the designs and the baselines. */
    List<DesignLine> lines(List<DesignRound> rounds) {
        List<DesignLine> lines = new ArrayList<>();
        List<DesignScores> scores =
                rounds.stream().map(round -> round.scores(parts)).toList();
        double[] predicted = rounds.stream()
                .mapToDouble(round -> DesignScores.median(round.column(DesignRound.PREDICTED)))
                .toArray();
        String name = design.interaction() == 0 ? "designs" : "designs, σ_W = " + design.interaction();
        lines.add(DesignLine.of(name, scores, predicted));
        if (design.baselines()) {
            lines.addAll(DesignBaselines.of(parts, design, console));
        }
        return lines;
    }

    /**
     * Fitness and diversity of the first seed's chains at rising repulsion, from none to the strongest stable one; nothing
     * without a sweep in the configuration.
     */
    List<Point> sweep() {
        List<Point> points = new ArrayList<>();
        if (design.sweep()) {
            double scale = 2 * design.step() * epsilon * design.chains();
            points.add(point(0, 0));
            for (double growth : GROWTHS) {
                double sigma = Math.ceil(1000 * Math.sqrt(scale / growth)) / 1000;
                points.add(point(sigma, scale / (sigma * sigma)));
            }
        }
        return points;
    }

    private Point point(double sigma, double growth) {
        String name = sigma == design.interaction() ? "seed-0" : "interaction-" + sigma;
        return new Point(sigma, growth, round(name, sigma, 0).scores(parts));
    }
}
