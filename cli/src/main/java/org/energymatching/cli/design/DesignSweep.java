package org.energymatching.cli.design;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.cli.config.DesignConfig;
import org.energymatching.metric.DesignScores;

/** Fitness and diversity of the first seed's chains as they repel one another more and more. */
final class DesignSweep {

    /** How much a deviation from the mean of all chains grows in a step: 2 Δt ε M/σ², up to what is stable. */
    private static final double[] GROWTHS = {0.0125, 0.025, 0.05, 0.1};

    private DesignSweep() {}

    /**
     * The designs at a strength.
     *
     * @param sigma the distance of repulsion; 0 for none
     * @param growth 2 Δt ε M/σ²
     * @param scores what came of it
     */
    record Point(double sigma, double growth, DesignScores scores) {}

    /** From none to the strongest stable repulsion; nothing where the configuration asks for none of it. */
    static List<Point> of(DesignRun run) {
        DesignConfig design = run.design();
        List<Point> points = new ArrayList<>();
        if (!design.sweep()) {
            return points;
        }
        points.add(point(run, 0, 0));
        for (double growth : GROWTHS) {
            double scale = 2 * design.step() * run.epsilon() * design.chains();
            double sigma = Math.ceil(1000 * Math.sqrt(scale / growth)) / 1000;
            points.add(point(run, sigma, scale / (sigma * sigma)));
        }
        return points;
    }

    private static Point point(DesignRun run, double sigma, double growth) {
        String name = sigma == run.design().interaction() ? "seed-0" : "interaction-" + sigma;
        return new Point(sigma, growth, run.round(name, sigma, 0).scores(run.parts()));
    }
}
