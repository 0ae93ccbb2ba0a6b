package org.energymatching.cli.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Density;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.config.ArrivalConfig;
import org.energymatching.cli.config.DensityConfig;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.Mixed;
import org.energymatching.density.WidenedMixture;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Tilted;
import org.energymatching.objective.Arrival;
import org.energymatching.objective.EnergyGate;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.NoiseContrast;
import org.energymatching.objective.Objective;
import org.energymatching.objective.PersistentContrast;
import org.energymatching.objective.ScoreMatching;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The losses that make a run's equilibrium the density of its data.
 *
 * @param noise what data are told from, and the density that a network tilts; null where nothing needs it
 */
record Equilibrium(RunConfig config, @Nullable WidenedMixture noise) {

    private static final List<Double> PASSED = List.of(0.0, 0.25, 0.5, 0.75, 0.9);
    private static final double PASSED_SHARE = 0.4;

    /** Fits the noise to the data, where the configuration needs it. */
    static Equilibrium of(RunConfig config, Distribution data) {
        DensityConfig density = config.density();
        boolean contrasted =
                density.contrastWeight() > 0 && config.phases().stream().anyMatch(RunConfig.Phase::density);
        if (!contrasted && !density.tilted()) {
            return new Equilibrium(config, null);
        }
        Rng rng = Rng.of(config.seed()).stream("density");
        Samples rows = density.tilted() // every row, where its likelihood is what is built on
                ? data.batch(0, density.rows(), rng.stream("rows"))
                : data.sample(density.rows(), rng.stream("rows"));
        return new Equilibrium(
                config,
                WidenedMixture.around(ExpectationMaximisation.fit(rows, density.components(), rng.stream("fit"))
                        .mixture()));
    }

    /** The network of the configuration, alone or as a tilt of the noise. */
    Architecture network(Shape shape) {
        Architecture network = NetworkChoice.of(config, shape);
        return noise != null && config.density().tilted() ? new Tilted(network, noise.energy(), epsilon()) : network;
    }

    /** The flow-matching loss, left out among the data. */
    FlowMatching gated(FlowMatching flow) {
        DensityConfig density = config.density();
        return density.gateHeight() == 0
                ? flow
                : flow.where(EnergyGate.outside(epsilon(), density.gateHeight(), density.gateWidth()));
    }

    /** Score matching, and the contrasts with noise and with chains. */
    List<Objective> density() {
        DensityConfig density = config.density();
        List<Objective> terms = new ArrayList<>();
        if (density.scoreWeight() > 0) {
            terms.add(new ScoreMatching(epsilon(), density.sigma()).times(density.scoreWeight()));
        }
        if (noise != null && density.contrastWeight() > 0) {
            terms.add(new NoiseContrast(epsilon(), density.tilted() ? onTheWay(noise) : noise, density.ratio())
                    .times(density.contrastWeight()));
        }
        if (density.chains().weight() > 0) {
            terms.add(persistent().times(density.chains().weight()));
        }
        return terms;
    }

    /** The loss on where chains arrive. */
    Objective arrival() {
        ArrivalConfig arrival = config.arrival();
        return new Arrival(
                        Experiment.temperature(config, config.temperature().tauStar()),
                        new TimeGrid(arrival.time(), arrival.step()),
                        arrival.slopes())
                .times(arrival.weight());
    }

    /** The noise, and where chains pass that come to it from the source. */
    private static Density onTheWay(WidenedMixture noise) {
        List<Density> parts = new ArrayList<>(List.of(noise));
        PASSED.forEach(t -> parts.add(noise.mixture().onTheWay(t)));
        double[] shares = new double[parts.size()];
        Arrays.fill(shares, PASSED_SHARE / PASSED.size());
        shares[0] = 1 - PASSED_SHARE;
        return new Mixed(shares, parts);
    }

    private PersistentContrast persistent() {
        DensityConfig.Chains chains = config.density().chains();
        return new PersistentContrast(
                epsilon(),
                config.density().scoreWeight() > 0 ? config.density().sigma() : 0,
                Experiment.temperature(config, config.temperature().tauStar()),
                chains.kept(),
                chains.moving(),
                chains.steps(),
                chains.step(),
                chains.lifetime());
    }

    private double epsilon() {
        return config.temperature().epsilonMax();
    }
}
